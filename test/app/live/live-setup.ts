import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Caller } from "../../../src/api/index.ts";
import { LiveConfigurations } from "../../../src/app/configurations-port.ts";
import { LiveExtensions } from "../../../src/app/extensions-port.ts";
import type { VerdictOf } from "../../../src/app/live/configuration-status.ts";
import { LiveConfiguration, type LiveOptions } from "../../../src/app/live/live-configuration.ts";
import { sealing } from "../../../src/app/live/sealing.ts";
import { encryptSecrets } from "../../../src/app/secret-masks.ts";
import { secretValues } from "../../../src/app/secret-values.ts";
import type { Clock } from "../../../src/base/index.ts";
import type { SecretReader } from "../../../src/config/index.ts";
import { makeKey, parseKeys, SecretBox } from "../../../src/secrets/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const COMMUNITY = "c0mmunity-of-the-test";
export const CALLER: Caller = { id: "user:ada", address: "127.0.0.1" };

/** The extension `custom:live` in a version. @param more  YAML below its only group */
export const manifest = (version: string, { name = "custom:live", more = "" } = {}): string => `
name: ${name}
version: ${version}
minDynatraceVersion: "1.256"
author: { name: me }
vars:
  - { id: site, displayName: Site, type: text, maxLength: 8, pattern: "[a-z]+" }
metrics:
  - { key: live.uptime, metadata: { displayName: Uptime, unit: Second } }
snmp:
  - group: device
    dimensions: [{ key: site, value: "var:site" }]
    metrics: [{ key: live.uptime, value: "oid:SNMPv2-MIB::sysUpTime.0" }]
    subgroups:
      - subgroup: ports
        table: true
        featureSet: Ports
        dimensions: [{ key: if.name, value: "oid:IF-MIB::ifName" }]
        metrics: [{ key: live.octets.count, value: "oid:IF-MIB::ifHCInOctets", type: count }]
${more}`;

export const device = (ip: string, community: unknown = COMMUNITY): object => ({
  ip,
  authentication: { type: "SNMPv2c", community },
});

interface ElementParts {
  readonly version?: string;
  readonly ips?: readonly string[];
  readonly [key: string]: unknown;
}

export const value = ({ version = "1.0.0", ips = ["192.0.2.1"], ...more }: ElementParts = {}): object => ({
  version,
  description: "test",
  snmp: { devices: ips.map((ip) => device(ip)) },
  ...more,
});

export const element = (parts: ElementParts = {}): object => ({
  extension: "custom:live",
  scope: "ag_group-default",
  value: value(parts),
});

/** A folder of a service on the disk, and log entries. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), "snmpgate-live-"));
  readonly warnings: string[] = [];
  readonly logger = {
    debug() {},
    info() {},
    warn: (_: object, message: string) => this.warnings.push(message),
    error: (_: object, message: string) => this.warnings.push(message),
  };
  readonly box = new SecretBox(parseKeys(makeKey().reveal(), "test"), "test");
  readonly #opened: LiveConfiguration[] = [];
  /** Named credentials. */
  communities: Readonly<Record<string, string>> = {};

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, content: string | object): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  /** As editors do. */
  replace(name: string, content: string | object): void {
    renameSync(this.write(`${name}.tmp`, content), this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  config(more: Partial<LiveOptions["config"]> = {}): LiveOptions["config"] {
    return {
      extensions: [],
      monitoringConfigurations: [],
      configDir: this.path("config"),
      dataDir: this.path("data"),
      mibDirs: [],
      ...more,
    };
  }

  async open(
    more: Partial<LiveOptions["config"]> = {},
    { clock = new FakeClock(), cores = 2 }: { readonly clock?: Clock; readonly cores?: number } = {},
  ): Promise<LiveConfiguration> {
    const live = await LiveConfiguration.open({
      config: this.config(more),
      clock,
      logger: this.logger,
      cores,
      secrets: () => Promise.resolve({ reader: this.#reader(), findings: [] }),
      seal: sealing(() => Promise.resolve(this.box)),
    });
    this.#opened.push(live);
    return live;
  }

  #reader(): SecretReader {
    const read = secretValues(this.box, {});
    const names = Object.keys(this.communities);
    return {
      read,
      credentialNames: names,
      credential: (name) => {
        const answer = names.includes(name) ? read({ text: this.communities[name]! }) : undefined;
        if (answer === undefined || "problem" in answer) return answer;
        return { credentials: { version: "2c", community: answer.secret } };
      },
    };
  }

  /** What is written behind would make the folder anew. */
  async end(): Promise<void> {
    await Promise.all(this.#opened.map((live) => live.settled()));
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The ports on a configuration, with what they tell the audit log. */
export function portsOf(
  place: Place,
  live: LiveConfiguration,
  verdictOf: VerdictOf = () => undefined,
): { configurations: LiveConfigurations; extensions: LiveExtensions; audit: string[] } {
  const audit: string[] = [];
  const tell = (action: string, object: string, caller: Caller) =>
    audit.push(`${action} ${object} by ${caller.id}`);
  let made = 0;
  return {
    audit,
    configurations: new LiveConfigurations({
      live,
      encrypt: (whole) => Promise.resolve(encryptSecrets(whole, place.box)),
      verdictOf,
      audit: tell,
      clock: new FakeClock(),
      newId: () => `made-${++made}`,
    }),
    extensions: new LiveExtensions({ live, audit: tell }),
  };
}

export const codesOf = (live: LiveConfiguration): string[] => live.current().problems.map(({ code }) => code);

export const idsOf = (live: LiveConfiguration): string[] =>
  live.current().activations.map(({ configuration }) => configuration.id);

export const hostsOf = (live: LiveConfiguration, id: string): string[] =>
  live
    .current()
    .activations.filter(({ configuration }) => configuration.id === id)
    .flatMap(({ configuration }) => configuration.devices.map(({ host }) => host));
