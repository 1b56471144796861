import { describe, expect, test } from "vitest";
import {
  builtinCatalogue,
  builtinModules,
  type CatalogueModule,
  catalogueOf,
  layerCatalogues,
  oid,
  parseOid,
} from "../../src/smi/index.ts";

const at = (dotted: string) => oid(dotted);

/** `up(1) down(2)` of an object, in the order of its numbers; undefined when it is no enumeration. */
function enumerationOf(name: string): string | undefined {
  const found = builtinCatalogue.oidOf(name);
  const syntax = found && builtinCatalogue.syntaxOf(found);
  if (syntax?.kind !== "enumeration") return undefined;
  return [...syntax.names]
    .toSorted(([a], [b]) => a - b)
    .map(([number, text]) => `${text}(${number})`)
    .join(" ");
}

const kindOf = (name: string) => builtinCatalogue.syntaxOf(at(builtinCatalogue.oidOf(name) ?? ""))?.kind;

describe("the built-in modules", () => {
  test("cover the modules that the vendor has by default, and those of our own manifest", () => {
    const names = builtinModules().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(
        `SNMPv2-MIB RFC1213-MIB IF-MIB IANAifType-MIB IP-MIB TCP-MIB UDP-MIB HOST-RESOURCES-MIB
        HOST-RESOURCES-TYPES BRIDGE-MIB P-BRIDGE-MIB Q-BRIDGE-MIB EtherLike-MIB INET-ADDRESS-MIB UCD-SNMP-MIB
        CISCO-SMI CISCO-ENVMON-MIB F5-BIGIP-COMMON-MIB F5-BIGIP-GLOBAL-MIB F5-BIGIP-LOCAL-MIB
        F5-BIGIP-SYSTEM-MIB SNMP-FRAMEWORK-MIB ENTITY-MIB ENTITY-SENSOR-MIB LLDP-MIB POWER-ETHERNET-MIB
        CISCO-PROCESS-MIB CISCO-MEMORY-POOL-MIB CISCO-ENTITY-SENSOR-MIB CISCO-CDP-MIB`.split(/\s+/),
      ),
    );
  });

  const modules: [string, CatalogueModule][] = builtinModules().map((module) => [module.name, module]);

  test.each(modules)("%s: every OID is valid", (_, { objects }) => {
    expect(objects.filter((object) => parseOid(object.oid) !== object.oid)).toEqual([]);
  });

  test.each(modules)("%s: a name stands for one OID and an OID for one name", (_, { objects }) => {
    expect(duplicates(objects.map(({ name }) => name))).toEqual([]);
    expect(duplicates(objects.map((object) => object.oid))).toEqual([]);
  });

  test.each(modules)(
    "%s: an address knows the column of its type, and that column is one",
    (_, { objects }) => {
      const lost = objects.filter(({ syntax }) => {
        if (syntax?.kind !== "inetAddress") return false;
        const type = syntax.typeColumn && builtinCatalogue.syntaxOf(syntax.typeColumn);
        return type?.kind !== "enumeration" || type.names.get(1) !== "ipv4";
      });
      expect(lost).toEqual([]);
    },
  );

  test.each(modules)("%s: no two values of an enumeration have the same name", (_, { objects }) => {
    const twice = objects.filter(
      ({ syntax }) => syntax?.kind === "enumeration" && duplicates([...syntax.names.values()]).length > 0,
    );
    expect(twice).toEqual([]);
  });
});

describe("enumerations that manifests and their alerts rely on", () => {
  test("ifAdminStatus", () => {
    expect(enumerationOf("ifAdminStatus")).toBe("up(1) down(2) testing(3)");
  });

  test("ifOperStatus", () => {
    expect(enumerationOf("ifOperStatus")).toBe(
      "up(1) down(2) testing(3) unknown(4) dormant(5) notPresent(6) lowerLayerDown(7)",
    );
  });

  test("TruthValue is true(1) false(2)", () => {
    expect(enumerationOf("ifPromiscuousMode")).toBe("true(1) false(2)");
  });

  test.each([
    [6, "ethernetCsmacd"],
    [24, "softwareLoopback"],
    [53, "propVirtual"],
    [117, "gigabitEthernet"],
    [131, "tunnel"],
    [135, "l2vlan"],
    [136, "l3ipvlan"],
    [161, "ieee8023adLag"],
    [277, "docsOfdmDownstream"],
  ])("IANAifType %i is %s", (number, name) => {
    const syntax = builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.3"));
    expect(syntax?.kind === "enumeration" && syntax.names.get(number)).toBe(name);
  });

  test("IANAifType holds some 300 types", () => {
    const syntax = builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.3"));
    expect(syntax?.kind === "enumeration" && syntax.names.size).toBe(302);
  });

  test("F5: what is enabled is false(0) true(1), unlike TruthValue", () => {
    expect(enumerationOf("sysInterfaceEnabled")).toBe("false(0) true(1)");
    expect(enumerationOf("ltmVirtualServEnabled")).toBe("false(0) true(1)");
  });

  test("F5: interface state", () => {
    expect(enumerationOf("sysInterfaceStatus")).toBe("up(0) down(1) uninitialized(3) unpopulated(5)");
  });

  test("F5: synchronisation", () => {
    expect(enumerationOf("sysCmSyncStatusId")).toBe(
      "unknown(0) syncing(1) needManualSync(2) inSync(3) syncFailed(4) syncDisconnected(5) standalone(6) " +
        "awaitingInitialSync(7) incompatibleVersion(8) partialSync(9)",
    );
  });

  test("F5: failover", () => {
    expect(enumerationOf("sysCmFailoverStatusId")).toBe(
      "unknown(0) offline(1) forcedOffline(2) standby(3) active(4)",
    );
  });

  test("F5: a pool is grey where its members, nodes and virtual servers are gray", () => {
    const colours = "none(0) green(1) yellow(2) red(3) blue(4)";
    expect(enumerationOf("ltmPoolStatusAvailState")).toBe(`${colours} grey(5)`);
    expect(enumerationOf("ltmPoolMbrStatusAvailState")).toBe(`${colours} gray(5)`);
    expect(enumerationOf("ltmNodeAddrStatusAvailState")).toBe(`${colours} gray(5)`);
    expect(enumerationOf("ltmVsStatusAvailState")).toBe(`${colours} gray(5)`);
  });

  test.each(["ltmPoolStatusEnabledState", "ltmPoolMbrStatusEnabledState", "ltmVsStatusEnabledState"])(
    "F5: %s",
    (name) => {
      expect(enumerationOf(name)).toBe("none(0) enabled(1) disabled(2) disabledbyparent(3)");
    },
  );

  test("F5: monitor status", () => {
    expect(enumerationOf("ltmPoolMemberMonitorStatus")).toBe(
      "unchecked(0) checking(1) inband(2) forced-up(3) up(4) addr-down(18) down(19) forced-down(20) maint(21) " +
        "irule-down(22) inband-down(23) down-manual-resume(24)",
    );
  });

  test("F5: virtual server type", () => {
    expect(enumerationOf("ltmVirtualServType")).toBe(
      "poolbased(0) ipforward(1) l2forward(2) reject(3) fastl4(4) fasthttp(5) stateless(6) dhcp-relay(7) internal(8)",
    );
  });

  test("F5: SNAT type", () => {
    expect(enumerationOf("ltmVirtualServSnatType")).toBe("none(0) transaddr(1) snatpool(2) automap(3)");
  });

  test("Cisco: fans, supplies and temperatures share one state, 1 to 6", () => {
    const states = "normal(1) warning(2) critical(3) shutdown(4) notPresent(5) notFunctioning(6)";
    expect(enumerationOf("ciscoEnvMonFanState")).toBe(states);
    expect(enumerationOf("ciscoEnvMonSupplyState")).toBe(states);
    expect(enumerationOf("ciscoEnvMonTemperatureState")).toBe(states);
  });

  test("LLDP: chassis and port ids number their kinds differently", () => {
    expect(enumerationOf("lldpRemChassisIdSubtype")).toMatch(/macAddress\(4\).*local\(7\)/);
    expect(enumerationOf("lldpRemPortIdSubtype")).toMatch(/macAddress\(3\).*agentCircuitId\(6\) local\(7\)/);
  });

  test.each([
    ["snmpEnableAuthenTraps", "enabled(1) disabled(2)"],
    ["ipForwarding", "forwarding(1) notForwarding(2)"],
    ["dot3StatsDuplexStatus", "unknown(1) halfDuplex(2) fullDuplex(3)"],
    ["dot1dStpPortState", "disabled(1) blocking(2) listening(3) learning(4) forwarding(5) broken(6)"],
    ["hrDeviceStatus", "unknown(1) running(2) warning(3) testing(4) down(5)"],
    ["hrSWRunStatus", "running(1) runnable(2) notRunnable(3) invalid(4)"],
    ["entPhySensorOperStatus", "ok(1) unavailable(2) nonoperational(3)"],
    ["pethMainPseOperStatus", "on(1) off(2) faulty(3)"],
  ])("%s", (name, values) => {
    expect(enumerationOf(name)).toBe(values);
  });

  test("objects of modules that no manifest of ours needs stay plain numbers, as at the vendor", () => {
    expect(builtinCatalogue.nameOf(at("1.3.6.1.4.1.9.9.23.1.2.1.1.12.1.1"))).toBe(
      "CISCO-CDP-MIB::cdpCacheDuplex.1.1",
    );
    expect(enumerationOf("cdpCacheDuplex")).toBeUndefined();
  });
});

describe("syntaxes that are not enumerations", () => {
  test.each(["ifPhysAddress", "ipNetToMediaPhysAddress", "dot1dTpFdbAddress", "sysInterfaceMacAddr"])(
    "%s is a physical address",
    (name) => expect(kindOf(name)).toBe("physAddress"),
  );

  test.each(["hrSystemDate", "hrSWInstalledDate", "entPhysicalMfgDate"])("%s is a date", (name) =>
    expect(kindOf(name)).toBe("dateAndTime"),
  );

  test("an InetAddress names the column that holds its type", () => {
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.4.1.3375.2.2.5.3.2.1.3"))).toEqual({
      kind: "inetAddress",
      typeColumn: "1.3.6.1.4.1.3375.2.2.5.3.2.1.2",
    });
  });

  test.each(["sysDescr", "ifInOctets", "hrStorageType", "lldpRemChassisId"])(
    "%s is shown by its wire type",
    (name) => expect(kindOf(name)).toBeUndefined(),
  );
});

describe("columns of F5 tables, as other programs read them", () => {
  test.each([
    ["sysStatClientCurConns", "2.1.1.2.1.8"],
    ["sysStatMemoryUsed", "2.1.1.2.1.45"],
    ["sysStatPvaServerCurConns5m", "2.1.1.2.1.142"],
    ["sysHttpStatJsPrecompressBytes", "2.1.1.2.4.28"],
    ["sysGlobalHostCpuUsageRatio5m", "2.1.1.2.20.37"],
    ["sysGlobalHostSwapUsed", "2.1.1.2.20.47"],
    ["sysInterfaceStatDropsOut", "2.1.2.4.4.3.1.11"],
    ["sysIfxStatHighSpeed", "2.1.2.4.5.3.1.14"],
    ["sysSelfIpVlanName", "2.1.2.8.1.2.1.7"],
    ["sysTrunkOperBw", "2.1.2.12.1.2.1.5"],
    ["sysTrunkStatDropsOut", "2.1.2.12.2.3.1.11"],
    ["sysChassisTempTemperature", "2.1.3.2.3.2.1.2"],
    ["sysHostDiskFreeBlocks", "2.1.7.3.2.1.4"],
    ["sysMultiHostCpuUsageRatio5m", "2.1.7.5.2.1.35"],
    ["sysTmmStatTmUsageRatio5s", "2.1.8.2.3.1.37"],
    ["sysCmTrafficGroupStatusFailoverStatus", "2.1.14.5.2.1.3"],
    ["ltmNodeAddrStatCurSessions", "2.2.4.2.3.1.21"],
    ["ltmPoolMemberCnt", "2.2.5.1.2.1.23"],
    ["ltmPoolStatCurSessions", "2.2.5.2.3.1.31"],
    ["ltmPoolMemberStatTotRequests", "2.2.5.4.3.1.19"],
    ["ltmPoolMbrStatusNodeName", "2.2.5.6.2.1.9"],
    ["ltmClientSslStatTlsv12", "2.2.6.2.2.3.1.58"],
    ["ltmClientSslStatOcspStaplingOcspConnFailures", "2.2.6.2.2.3.1.80"],
    ["ltmServerSslStatHostnameBypasses", "2.2.6.3.2.3.1.71"],
    ["ltmHttpProfileStatPassthroughPipeline", "2.2.6.7.6.3.1.64"],
    ["ltmRuleEventStatMinCycles", "2.2.8.3.3.1.9"],
    ["ltmVirtualServDefaultPool", "2.2.10.1.2.1.19"],
    ["ltmVirtualServStatClientCurConns", "2.2.10.2.3.1.12"],
    ["ltmVirtualServStatWlSyncookieRejects", "2.2.10.2.3.1.44"],
    ["ltmVirtualServPoolPoolName", "2.2.10.6.2.1.2"],
    ["ltmVsStatusDetailReason", "2.2.10.13.2.1.5"],
    ["gtmWideipStatusAvailState", "2.3.12.3.2.1.2"],
    ["bigipServiceDown", "2.4.0.10"],
  ])("%s is 1.3.6.1.4.1.3375.%s", (name, arcs) => {
    expect(builtinCatalogue.oidOf(name)).toBe(`1.3.6.1.4.1.3375.${arcs}`);
  });
});

describe("look-ups", () => {
  test("a name is found alone and with its module", () => {
    expect(builtinCatalogue.oidOf("sysName")).toBe("1.3.6.1.2.1.1.5");
    expect(builtinCatalogue.oidOf("SNMPv2-MIB::sysName")).toBe("1.3.6.1.2.1.1.5");
  });

  test("the module must be the right one", () => {
    expect(builtinCatalogue.oidOf("IF-MIB::sysName")).toBeUndefined();
    expect(builtinCatalogue.oidOf("NO-SUCH-MIB::sysName")).toBeUndefined();
  });

  test("objects of MIB-II are found under RFC1213-MIB too, but not what came later", () => {
    expect(builtinCatalogue.oidOf("RFC1213-MIB::sysName")).toBe("1.3.6.1.2.1.1.5");
    expect(builtinCatalogue.oidOf("RFC1213-MIB::ifOperStatus")).toBe("1.3.6.1.2.1.2.2.1.8");
    expect(builtinCatalogue.oidOf("RFC1213-MIB::tcpConnState")).toBe("1.3.6.1.2.1.6.13.1.1");
    expect(builtinCatalogue.oidOf("RFC1213-MIB::ifHCInOctets")).toBeUndefined();
    expect(builtinCatalogue.oidOf("RFC1213-MIB::ipAddressTable")).toBeUndefined();
  });

  test("names are case-sensitive, and an unknown one is undefined", () => {
    expect(builtinCatalogue.oidOf("sysname")).toBeUndefined();
    expect(builtinCatalogue.oidOf("")).toBeUndefined();
  });

  test("the syntax of a column holds for its instances, however long the index", () => {
    const column = builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.8"));
    expect(column?.kind).toBe("enumeration");
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.8.3"))).toBe(column);
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.8.4.65.66.67.68"))).toBe(column);
  });

  test("a column is not mistaken for one whose number it begins with", () => {
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.80.3"))).toBeUndefined();
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.3.1"))?.kind).toBe("enumeration");
    expect(builtinCatalogue.syntaxOf(at("1.3.6.1.2.1.2.2.1.30.1"))).toBeUndefined();
  });

  test("an instance is named by its module, object and index", () => {
    expect(builtinCatalogue.nameOf(at("1.3.6.1.2.1.2.2.1.8.3"))).toBe("IF-MIB::ifOperStatus.3");
    expect(builtinCatalogue.nameOf(at("1.3.6.1.2.1.1.5.0"))).toBe("SNMPv2-MIB::sysName.0");
    expect(builtinCatalogue.nameOf(at("1.3.6.1.6.3.1.1.5.3"))).toBe("IF-MIB::linkDown");
  });

  test("what is not known is named as far as it is known", () => {
    expect(builtinCatalogue.nameOf(at("1.3.6.1.4.1.9.9.41.1.2.3.1.2"))).toBe(
      "CISCO-SMI::ciscoMgmt.41.1.2.3.1.2",
    );
    expect(builtinCatalogue.nameOf(at("1.3.6.1.4.1.99999.1"))).toBe("SNMPv2-SMI::enterprises.99999.1");
    expect(builtinCatalogue.nameOf(at("2.999.1"))).toBeUndefined();
  });

  test("the catalogue cannot be changed", () => {
    expect(Object.isFrozen(builtinCatalogue)).toBe(true);
  });
});

describe("layers", () => {
  const own = catalogueOf([
    {
      name: "OWN-MIB",
      objects: [
        { name: "ciscoExtra", oid: at("1.3.6.1.4.1.9.9.999") },
        { name: "sysName", oid: at("1.3.6.1.4.1.1.5") },
        {
          name: "ifOperStatus",
          oid: at("1.3.6.1.2.1.2.2.1.8"),
          syntax: { kind: "enumeration", names: new Map([[1, "auf"]]) },
        },
      ],
    },
  ]);
  const layered = layerCatalogues(own, builtinCatalogue);

  test("the first layer that knows a name or a syntax answers", () => {
    expect(layered.oidOf("sysName")).toBe("1.3.6.1.4.1.1.5");
    const status = layered.syntaxOf(at("1.3.6.1.2.1.2.2.1.8.1"));
    expect(status?.kind === "enumeration" && status.names.get(1)).toBe("auf");
  });

  test("what the first does not know, the next is asked", () => {
    expect(layered.oidOf("SNMPv2-MIB::sysName")).toBe("1.3.6.1.2.1.1.5");
    expect(layered.syntaxOf(at("1.3.6.1.2.1.2.2.1.7.1"))?.kind).toBe("enumeration");
  });

  test("an OID is named by the layer that knows more of it", () => {
    expect(layered.nameOf(at("1.3.6.1.4.1.9.9.999.1"))).toBe("OWN-MIB::ciscoExtra.1");
    expect(layered.nameOf(at("1.3.6.1.4.1.9.9.13.1"))).toBe("CISCO-ENVMON-MIB::ciscoEnvMonObjects");
    expect(layerCatalogues(builtinCatalogue, own).nameOf(at("1.3.6.1.4.1.9.9.999.1"))).toBe(
      "OWN-MIB::ciscoExtra.1",
    );
  });

  test("names are listed by module, and of all layers together, each once", () => {
    expect(layered.namesIn("OWN-MIB")).toEqual(["ciscoExtra", "sysName", "ifOperStatus"]);
    expect(layered.namesIn("IF-MIB")).toEqual(builtinCatalogue.namesIn("IF-MIB"));
    expect(layered.namesIn("NO-MIB")).toEqual([]);
    expect(layered.namesIn().filter((name) => name === "sysName")).toHaveLength(1);
    expect(layered.namesIn()).toEqual(expect.arrayContaining(["ciscoExtra", "hrSystemUptime"]));
  });

  test("the names of a module are all that it answers to", () => {
    const names = builtinCatalogue.namesIn("IF-MIB");
    expect(names).toContain("ifHCInOctets");
    expect(names.filter((name) => builtinCatalogue.oidOf(`IF-MIB::${name}`) === undefined)).toEqual([]);
  });
});

function duplicates(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => seen.size === seen.add(text).size);
}
