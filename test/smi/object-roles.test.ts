import { describe, expect, it } from "vitest";
import { builtinCatalogue, OBJECT_ROLES, objectMeaning, oid } from "../../src/smi/index.ts";

const named = (name: string) => {
  const found = builtinCatalogue.oidOf(name);
  if (found === undefined) throw new Error(name);
  return objectMeaning(found);
};

describe("what MIB objects are good for", () => {
  it("knows a column by itself and by an instance of it", () => {
    const column = objectMeaning(oid("1.3.6.1.2.1.31.1.1.1.6"));
    expect(column).toMatchObject({ role: "in-octets", table: "1.3.6.1.2.1.31.1.1.1", scale: 1, rank: 1 });
    expect(objectMeaning(oid("1.3.6.1.2.1.31.1.1.1.6.10101"))).toBe(column);
    expect(objectMeaning(oid("1.3.6.1.4.1.2021.11.11.0"))?.role).toBe("cpu-idle");
  });

  it("takes a neighbouring column for nothing that it is not", () => {
    expect(objectMeaning(oid("1.3.6.1.2.1.2.2.1.22"))).toBeUndefined();
    expect(objectMeaning(oid("1.3.6.1.2.1.31.1.1.1"))).toBeUndefined();
    expect(objectMeaning(oid("1.3.6.1.2.1.31.1.1.1.60"))).toBeUndefined();
  });

  it("prefers 64-bit counters and the load of a minute", () => {
    const rank = (text: string) => objectMeaning(oid(text))?.rank ?? 0;
    expect(rank("1.3.6.1.2.1.31.1.1.1.10")).toBeGreaterThan(rank("1.3.6.1.2.1.2.2.1.16"));
    expect(rank("1.3.6.1.4.1.9.9.109.1.1.1.1.7")).toBeGreaterThan(rank("1.3.6.1.4.1.9.9.109.1.1.1.1.8"));
  });

  it.each([
    ["IF-MIB::ifHighSpeed", "speed", 1e6],
    ["IF-MIB::ifSpeed", "speed", 1],
    ["HOST-RESOURCES-MIB::hrStorageUsed", "storage-used", 1],
    ["UCD-SNMP-MIB::memAvailReal", "memory-free", 1024],
    ["CISCO-PROCESS-MIB::cpmCPUTotal5minRev", "cpu", 1],
    ["CISCO-PROCESS-MIB::cpmCPUMemoryHCUsed", "memory-used", 1024],
    ["CISCO-MEMORY-POOL-MIB::ciscoMemoryPoolFree", "memory-free", 1],
    ["CISCO-ENVMON-MIB::ciscoEnvMonFanState", "fan-state", 1],
    ["CISCO-ENTITY-SENSOR-MIB::entSensorValue", "sensor-value", 1],
    ["ENTITY-SENSOR-MIB::entPhySensorPrecision", "sensor-precision", 1],
    ["POWER-ETHERNET-MIB::pethMainPseConsumptionPower", "power", 1],
    ["LLDP-MIB::lldpRemSysName", "neighbour-name", 1],
    ["CISCO-CDP-MIB::cdpCacheDevicePort", "neighbour-port", 1],
    ["F5-BIGIP-SYSTEM-MIB::sysGlobalHostCpuUsageRatio1m", "cpu", 1],
  ])("knows %s as %s", (name, role, scale) => {
    expect(named(name)).toMatchObject({ role, scale });
  });

  it("has an object for each role", () => {
    expect(new Set(OBJECT_ROLES).size).toBe(OBJECT_ROLES.length);
  });
});
