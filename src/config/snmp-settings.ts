import { echo, type Field, nameOf, shown } from "./field.ts";
import { isIpv4, isIpv6 } from "./host.ts";
import { readInteger, readSection, readText, type Section } from "./read.ts";

/** How the service polls, for all devices alike. Undefined: the default of the engine. */
export interface SnmpSettings {
  /** Source addresses of our requests. */
  readonly bindAddress4: string | undefined;
  readonly bindAddress6: string | undefined;
  readonly receiveBufferBytes: number | undefined;
  /** Requests in flight to one device at most. */
  readonly inFlightMax: number | undefined;
  /** Share of the wall time that a device may be busy with us, 0–1. */
  readonly busyShareRatio: number | undefined;
  /** Between an answer and the next request to the same device, at least. */
  readonly minGapMs: number | undefined;
  /** Threads that poll; 0 polls in the main thread. */
  readonly workers: number | undefined;
  /** How long names and descriptions are believed; undefined: they are read in every poll. */
  readonly labelRefreshMs: number | undefined;
}

/** Names change rarely, and what else puts them in doubt is looked at in every poll. */
export const DEFAULT_LABEL_REFRESH_MS = 600_000;
const LABEL_REFRESH_MINUTES_MAX = 1_440;

/** The section `snmp` of the service configuration, with its defaults when there is none. */
export function readSnmpSettings(service: Section): SnmpSettings {
  const { report } = service;
  const section = readSection(report, service.optional("snmp"));
  section?.closed([
    "bindAddress",
    "bindAddress6",
    "receiveBufferBytes",
    "inFlightMax",
    "busySharePercent",
    "minGapMs",
    "labelRefreshMinutes",
    "workers",
  ]);
  const number = (key: string, min: number, max: number): number | undefined =>
    readInteger(report, section?.optional(key), { min, max });
  const percent = number("busySharePercent", 1, 100);
  const minutes = number("labelRefreshMinutes", 0, LABEL_REFRESH_MINUTES_MAX);
  return {
    bindAddress4: readAddress(section?.optional("bindAddress"), service, isIpv4, "IPv4"),
    bindAddress6: readAddress(section?.optional("bindAddress6"), service, isIpv6, "IPv6"),
    receiveBufferBytes: number("receiveBufferBytes", 65_536, 1_073_741_824),
    inFlightMax: number("inFlightMax", 1, 16),
    busyShareRatio: percent === undefined ? undefined : percent / 100,
    minGapMs: number("minGapMs", 0, 10_000),
    workers: number("workers", 0, 64),
    labelRefreshMs: refreshMsOf(minutes),
  };
}

function refreshMsOf(minutes: number | undefined): number | undefined {
  if (minutes === undefined) return DEFAULT_LABEL_REFRESH_MS;
  return minutes === 0 ? undefined : minutes * 60_000;
}

function readAddress(
  field: Field | undefined,
  { report }: Section,
  isOfFamily: (text: string) => boolean,
  family: "IPv4" | "IPv6",
): string | undefined {
  const text = readText(report, field);
  if (field === undefined || text === undefined || isOfFamily(text)) return text;
  const message = `${nameOf(field)} ${shown(text)} is no ${family} address. Write one that this host has`;
  report.error(report.codes.value, field, message, echo(field));
  return undefined;
}
