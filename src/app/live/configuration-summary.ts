import { basename } from "node:path";
import type { ConfigurationSummaryJson } from "../../api/index.ts";
import { isRecord } from "../../base/index.ts";
import { credentialNamesIn } from "../secret-masks.ts";
import { statusOf, type VerdictOf } from "./configuration-status.ts";
import type { ConfigurationElement } from "./evaluate.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import { configurationJson, type StoredElement, storedElements } from "./stored-element.ts";

export interface SummarySources {
  readonly live: LiveConfiguration;
  readonly verdictOf: VerdictOf;
  /** How many devices of a configuration stand at each code. */
  readonly codesOf: (configurationId: string) => Readonly<Record<string, number>>;
  readonly nowMs: number;
}

/** What the file says; the rest changes from minute to minute. */
type Content = Omit<ConfigurationSummaryJson, "codes" | "status" | "message" | "changed">;

const FIRST_DEVICES = 3;

/** All configurations at a glance. */
export class ConfigurationSummaries {
  /** A configuration that did not change is the same object, and its text is not read again. */
  readonly #contents = new WeakMap<ConfigurationElement, Content>();

  async of(sources: SummarySources): Promise<readonly ConfigurationSummaryJson[]> {
    const { live, verdictOf, nowMs } = sources;
    this.#read(live);
    return await Promise.all(
      live.elements.map(async (element) => {
        const { status, message } = statusOf(element, verdictOf, nowMs);
        const changed = await live.versions.origin("configurations", element.id);
        return {
          ...this.#contents.get(element)!,
          codes: sources.codesOf(element.id),
          status,
          message,
          ...(changed === undefined ? {} : { changed: { by: changed.by, at: changed.atMs } }),
        };
      }),
    );
  }

  /** A file that broke leaves its elements as they were, and has findings: those are read each time. */
  #read(live: LiveConfiguration): void {
    const unread = live.elements.filter(
      (element) => !this.#contents.has(element) || (live.textOf(element.file.path)?.broken.length ?? 0) > 0,
    );
    for (const stored of storedElements(live, unread)) this.#contents.set(stored.element, contentOf(stored));
  }
}

function contentOf(stored: StoredElement): Content {
  const { element, json } = stored;
  const { scope, revision, findings = [] } = configurationJson(stored);
  const value = isRecord(json["value"]) ? json["value"] : {};
  const devices = devicesIn(value);
  return {
    extension: element.extension ?? "",
    objectId: element.id,
    scope,
    version: textOf(value["version"]),
    description: textOf(value["description"]),
    enabled: value["enabled"] !== false,
    featureSets: Array.isArray(value["featureSets"]) ? value["featureSets"].map(String) : [],
    devices: devices.length,
    firstDevices: devices.slice(0, FIRST_DEVICES).map((device) => textOf(device["ip"])),
    credentials: countsOf(json, devices.length),
    revision,
    file: basename(element.file.path),
    findings,
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function devicesIn({ snmp, snmptraps }: Readonly<Record<string, unknown>>) {
  const polled = isRecord(snmp) ? snmp["devices"] : undefined;
  const sources = isRecord(snmptraps) ? snmptraps["sources"] : undefined;
  return [polled, sources].flatMap((list) => (Array.isArray(list) ? list.filter(isRecord) : []));
}

function countsOf(json: unknown, devices: number): Readonly<Record<string, number>> {
  const names = credentialNamesIn(json);
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (devices > names.length) counts.set("", devices - names.length);
  return Object.fromEntries(counts);
}
