import type { DevicePoll } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import type { Tone } from "../words/status.ts";
import { formatCount, formatSpan } from "../words/units.ts";

// How polling a device goes, in sentences.

export interface PollSummary {
  readonly tone: Tone;
  readonly text: string;
  /** What to do, where there is something. */
  readonly remedy?: string | undefined;
}

const few = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : counted(count, one, many);

/** `Polled every minute: the last round took 6 requests, 38 ms, 120 lines. Nothing is missing.` */
export function summaryOf(poll: DevicePoll): PollSummary {
  const { last, groups } = poll;
  if (last === undefined)
    return { tone: "pending", text: "Not polled yet. The first poll comes within a minute." };
  const trouble =
    groups.find(({ outcome }) => outcome === "failed") ?? groups.find(({ cause }) => cause !== undefined);
  const missing = missingWords(poll);
  if (last.outcome === "failed") {
    return {
      tone: "error",
      text: `The last poll failed. ${trouble?.cause ?? ""}`.trim(),
      remedy: trouble?.remedy,
    };
  }
  const round = `${few(last.requests, "request")}, ${formatSpan(last.durationMs)}, ${few(last.lines, "line")}`;
  const rhythm = `Polled ${rhythmOf(groups)}: the last round took ${round}.`;
  if (trouble !== undefined) {
    return {
      tone: "warning",
      text: `${rhythm} ${trouble.cause ?? "A part is missing."}`,
      remedy: trouble.remedy,
    };
  }
  return { tone: last.outcome === "partial" ? "warning" : "ok", text: `${rhythm} ${missing}` };
}

/** `every minute`, or each group by itself where they differ. */
export function rhythmOf(groups: DevicePoll["groups"]): string {
  const byInterval = new Map<number, string[]>();
  for (const { group, intervalMs } of groups)
    byInterval.set(intervalMs, [...(byInterval.get(intervalMs) ?? []), group]);
  const rhythms = [...byInterval].toSorted(([a], [b]) => a - b);
  if (rhythms.length === 1) return every(rhythms[0]![0]);
  return rhythms.map(([intervalMs, names]) => `${every(intervalMs)} (${shortList(names)})`).join(", ");
}

const MINUTE_MS = 60_000;

const every = (intervalMs: number): string =>
  intervalMs === MINUTE_MS ? "every minute" : `every ${formatSpan(intervalMs)}`;

const NAMED_MAX = 3;

function shortList(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  return names.slice(0, NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function missingWords({ missing }: DevicePoll): string {
  const own = missing.filter(({ elsewhere }) => !elsewhere);
  const cut = own.filter(({ kind }) => kind !== "absent");
  if (cut.length > 0) return `${few(cut.length, "value")} could not be read whole; see below why.`;
  if (own.length === 0) return "Nothing is missing.";
  const keys = new Set(own.map(({ key }) => key)).size;
  return `All that it has was read; ${few(keys, "planned object")} it does not have.`;
}

/** `9 repeated (2.5 %), 1 given up, of 360 requests`: what was lost in the last hour. */
export function lossWords({ lastHour: { rounds, failed, requests, retries, timeouts } }: DevicePoll): string {
  if (rounds === 0) return "not polled";
  if (failed === rounds)
    return failed === 1 ? "the only round failed" : `all ${formatCount(failed)} rounds failed`;
  if (retries + timeouts === 0) return `none of ${few(requests, "request")}`;
  const share = requests === 0 ? 0 : (retries / requests) * 100;
  const percent = share > 0 && share < 0.1 ? "below 0.1" : String(Math.round(share * 10) / 10);
  return `${formatCount(retries)} repeated (${percent} %), ${formatCount(timeouts)} given up, of ${few(requests, "request")}`;
}

/** `v3, AUTH_PRIV, SHA256 / AES`. */
export function securityWords({
  version,
  securityLevel,
  authProtocol,
  privProtocol,
}: DevicePoll["snmp"]): string {
  const protocols = [authProtocol, privProtocol].filter((one) => one !== undefined).join(" / ");
  return [`v${version}`, securityLevel, protocols]
    .filter((one) => one !== undefined && one !== "")
    .join(", ");
}

/** What is said in place of a list of what is missing: nothing, or that nothing came at all. */
export function nothingMissing({ groups, last }: DevicePoll): string {
  if (last === undefined) return "Not polled yet.";
  const failed = groups.find(({ outcome }) => outcome === "failed");
  if (failed === undefined) return "Nothing is missing: every planned object came.";
  const which = groups.every(({ outcome }) => outcome === "failed")
    ? "Everything: nothing came in the last poll."
    : `All of the group ${failed.group}: nothing of it came in the last poll.`;
  return [which, failed.cause, failed.remedy].filter((one) => one !== undefined).join(" ");
}

/** Metrics that are missing for the same reason. */
export interface MissingGroup {
  readonly key: string;
  readonly group: string;
  readonly subgroup: string;
  readonly featureSet: string | undefined;
  readonly kind: DevicePoll["missing"][number]["kind"];
  readonly reason: string;
  readonly remedy: string | undefined;
  readonly elsewhere: boolean;
  readonly members: readonly DevicePoll["missing"][number][];
}

/** What cannot be read comes first, then what the device does not have, then what another table brings. */
export function missingGroups(missing: DevicePoll["missing"]): MissingGroup[] {
  const groups = new Map<string, MissingGroup & { readonly members: DevicePoll["missing"][number][] }>();
  for (const one of missing) {
    const { group, subgroup, featureSet, kind, reason, elsewhere } = one;
    // A remedy names the object, so of those that differ by it alone the first stands for all.
    const key = [group, subgroup, featureSet ?? "", kind, reason, String(elsewhere)].join("\n");
    const known = groups.get(key);
    if (known !== undefined) known.members.push(one);
    else
      groups.set(key, {
        key,
        group,
        subgroup,
        featureSet,
        kind,
        reason,
        remedy: one.remedy,
        elsewhere,
        members: [one],
      });
  }
  return [...groups.values()].toSorted((a, b) => rankOf(a) - rankOf(b));
}

const rankOf = ({ kind, elsewhere }: MissingGroup): number => (elsewhere ? 2 : kind === "absent" ? 1 : 0);

export const KIND_WORDS: Readonly<
  Record<MissingGroup["kind"], { readonly label: string; readonly tone: Tone }>
> = {
  absent: { label: "Not on this device", tone: "pending" },
  failed: { label: "Cannot be read", tone: "error" },
  cut: { label: "Read in part", tone: "warning" },
  "not-a-number": { label: "No number", tone: "warning" },
};
