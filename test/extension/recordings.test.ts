import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSnmprec } from "../../src/simulator/index.ts";
import { isUnder, oid, renderText, type SnmpValue } from "../../src/smi/index.ts";
import { DATA, DEVICES, instancesOf, RECORDING_FILES, recordingText } from "./network.ts";

const NAMES = RECORDING_FILES.map((file) => file.replace(".snmprec", ""));
const LLDP = "1.0.8802.1.1.2.1";

describe.each(NAMES)("%s", (name) => {
  test("each line can be read, in order, no instance twice", () => {
    const { entries, warnings } = readSnmprec(recordingText(name));
    expect(warnings).toEqual([]);
    expect(entries).toHaveLength(recordingText(name).trimEnd().split("\n").length);
  });

  test("is small enough to be read by people", () => {
    expect(statSync(join(DATA, `${name}.snmprec`)).size).toBeLessThan(300_000);
  });

  test("has no address outside of the documentation ranges and the host itself", () => {
    const addresses = Object.values(instancesOf(name)).flatMap((value) =>
      value.type === "IpAddress" ? [value.value.join(".")] : [],
    );
    const allowed = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^127\.0\.0\.1$|^255\.(255\.255\.)?0(\.0)*$/;
    expect(addresses.filter((address) => !allowed.test(address))).toEqual([]);
  });

  test("has MAC addresses that are locally administered or for documentation", () => {
    const macs = Object.entries(instancesOf(name))
      .filter(([at]) => isUnder(oid(at), oid("1.3.6.1.2.1.2.2.1.6")))
      .map(([, value]) => hexOf(value));
    expect(macs.length).toBeGreaterThan(0);
    expect(macs.filter((text) => text !== "" && !/^(0[26ae]|.[26ae]|00005e0053)/.test(text))).toEqual([]);
  });

  test("uses sysName as the file is called", () => {
    if (name === "awkward") return;
    expect(textOf(instancesOf(name), "1.3.6.1.2.1.1.5.0")).toBe(name);
  });
});

test("the invented recordings are what the generator writes", () => {
  const folder = mkdtempSync(join(tmpdir(), "snmpsim-data-"));
  try {
    execFileSync(process.execPath, [join(DATA, "generate.mjs"), folder]);
    const written = readdirSync(folder);
    expect(written.toSorted()).toEqual(RECORDING_FILES.filter((file) => file !== "linux-host.snmprec"));
    const changed = written.filter(
      (file) => readFileSync(join(folder, file), "utf8") !== readFileSync(join(DATA, file), "utf8"),
    );
    expect(changed).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every LLDP link between two simulated devices is seen from both ends", () => {
  const links = NAMES.flatMap(linksOf);
  const known = new Set(links.map(({ from }) => chassisOf(from)));
  const oneSided = links
    .filter(({ chassis }) => known.has(chassis))
    .filter(
      ({ from, port, chassis, farPort }) =>
        !links.some(
          (back) =>
            chassisOf(back.from) === chassis &&
            back.chassis === chassisOf(from) &&
            back.port === farPort &&
            back.farPort === port,
        ),
    );
  expect(links.filter(({ chassis }) => known.has(chassis))).toHaveLength(10);
  expect(oneSided).toEqual([]);
});

test("each LLDP neighbour is seen at a port that the device has", () => {
  const strays = NAMES.filter((name) => name !== "awkward")
    .flatMap(linksOf)
    .filter(({ port }) => port === "");
  expect(strays).toEqual([]);
});

test("core-sw-1 sees the MAC address that linux-host has", () => {
  const host = hexOf(instancesOf("linux-host")["1.3.6.1.2.1.2.2.1.6.4"]);
  expect(linksOf("core-sw-1").map(({ chassis }) => chassis)).toContain(`4:${host}`);
});

test("32-bit counters are what is left of the 64-bit counters", () => {
  const pairs = ["access-sw-1", "core-sw-1", "dist-sw-2", "secure-sw"].flatMap((name) => {
    const instances = instancesOf(name);
    return Object.entries(instances).flatMap(([at, value]) => {
      const index = /^1\.3\.6\.1\.2\.1\.31\.1\.1\.1\.6\.(\d+)$/.exec(at)?.[1];
      if (index === undefined || value.type !== "Counter64") return [];
      return [{ wide: value.value, low: instances[`1.3.6.1.2.1.2.2.1.10.${index}`] }];
    });
  });
  expect(pairs.length).toBeGreaterThan(100);
  expect(pairs.map(({ low }) => low)).toEqual(
    pairs.map(({ wide }) => ({ type: "Counter32", value: Number(wide % 2n ** 32n) })),
  );
});

test("awkward has rows of ifTable without ifXTable, and the other way round", () => {
  const instances = instancesOf("awkward");
  const has = (at: string) => instances[at] !== undefined;
  expect([has("1.3.6.1.2.1.2.2.1.2.7"), has("1.3.6.1.2.1.31.1.1.1.1.7")]).toEqual([true, false]);
  expect([has("1.3.6.1.2.1.2.2.1.2.12"), has("1.3.6.1.2.1.31.1.1.1.1.12")]).toEqual([false, true]);
});

test("awkward has a name that is not UTF-8, a full Counter64 and a sub-identifier of 2³²−1", () => {
  const instances = instancesOf("awkward");
  const name = instances["1.3.6.1.2.1.31.1.1.1.1.4"];
  expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(name))).toThrow(TypeError);
  expect(instances["1.3.6.1.2.1.31.1.1.1.6.1"]).toEqual({ type: "Counter64", value: 2n ** 64n - 1n });
  expect(instances["1.3.6.1.2.1.31.1.1.1.1.4294967295"]).toBeDefined();
});

test("devices.json starts each recording once", () => {
  expect(DEVICES.map(({ recording }) => recording).toSorted()).toEqual(RECORDING_FILES.toSorted());
  expect(DEVICES.map(({ name }) => name).toSorted()).toEqual(NAMES.toSorted());
});

test("secrets in devices.json say that they are none", () => {
  for (const { communities, user } of DEVICES) {
    for (const community of communities) expect(community).toMatch(/^demo-/);
    for (const password of user === undefined ? [] : [user.auth.password, user.priv.password]) {
      expect(password).toMatch(/^demo-.*not-a-secret$/);
    }
  }
});

test("secure-sw answers to SNMPv3 alone, with authentication and privacy", () => {
  const device = DEVICES.find(({ name }) => name === "secure-sw");
  expect(device).toMatchObject({ versions: ["3"], communities: [], user: { auth: {}, priv: {} } });
});

interface LldpLink {
  readonly from: string;
  /** `subtype:octets` in hexadecimal, as the other end calls it. */
  readonly port: string;
  readonly chassis: string;
  readonly farPort: string;
}

function linksOf(from: string): LldpLink[] {
  const instances = instancesOf(from);
  const remote = `${LLDP}.4.1.1`;
  return Object.keys(instances)
    .filter((at) => at.startsWith(`${remote}.5.`))
    .map((at) => {
      const index = at.slice(remote.length + 3);
      const local = index.split(".")[1] ?? "";
      return {
        from,
        port: idOf(instances, `${LLDP}.3.7.1.2.${local}`, `${LLDP}.3.7.1.3.${local}`),
        chassis: idOf(instances, `${remote}.4.${index}`, at),
        farPort: idOf(instances, `${remote}.6.${index}`, `${remote}.7.${index}`),
      };
    });
}

const chassisOf = (name: string): string =>
  idOf(instancesOf(name), `${LLDP}.3.1.0`, `${LLDP}.3.2.0`) || `no LLDP: ${name}`;

function idOf(instances: Readonly<Record<string, SnmpValue>>, subtype: string, octets: string): string {
  const kind = instances[subtype];
  return kind?.type === "Integer32" ? `${kind.value}:${hexOf(instances[octets])}` : "";
}

const bytesOf = (value: SnmpValue | undefined): Uint8Array =>
  value?.type === "OctetString" ? value.value : new Uint8Array();
const hexOf = (value: SnmpValue | undefined): string => Buffer.from(bytesOf(value)).toString("hex");

function textOf(instances: Readonly<Record<string, SnmpValue>>, at: string): string | undefined {
  const value = instances[at];
  return value === undefined ? undefined : renderText(value, undefined);
}
