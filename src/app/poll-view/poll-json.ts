import type { DevicePoll } from "../../api/index.ts";
import type { DeviceConfig } from "../../config/index.ts";
import type { ObjectCatalogue } from "../../smi/index.ts";
import { lessonsOf } from "./learned-words.ts";
import type { PolledDevice } from "./planned-device.ts";
import type { PollDetails } from "./poll-details.ts";
import { missingOf, type PolledTask, sentence } from "./poll-missing.ts";
import type { PollRound } from "./poll-rounds.ts";
import { tablesOf } from "./poll-tables.ts";

const HOUR_MS = 3_600_000;

/** What the thread knows, joined with the plan and the names of objects. */
export function pollJson(
  { plan, device, tasks }: PolledDevice,
  details: PollDetails,
  { catalogue, nowMs }: { readonly catalogue: ObjectCatalogue; readonly nowMs: number },
): DevicePoll {
  const polled = tasks.flatMap((task): PolledTask[] => {
    const own = details.tasks.find(({ taskId }) => taskId === task.id);
    return own === undefined ? [] : [{ task, details: own }];
  });
  const last = details.rounds.at(-1);
  const rttMs = rttOf(details);
  return {
    deviceId: device.id,
    configurationId: plan.configurationId,
    at: nowMs,
    snmp: snmpOf(device.config),
    groups: tasks.map((task) => groupOf(task, polled)),
    ...(last === undefined
      ? {}
      : { last: { ...roundOf(last), latenessMs: Math.round(details.latenessMs ?? 0) } }),
    lastHour: totalsOf(details.rounds.filter(({ atMs }) => atMs >= nowMs - HOUR_MS)),
    ...(rttMs === undefined ? {} : { rttMs }),
    history: details.rounds.map(roundOf),
    tables: tablesOf(polled, details, catalogue),
    missing: missingOf(polled, catalogue),
    learned: lessonsOf(details, catalogue),
  };
}

function snmpOf({ credentials, advanced }: DeviceConfig): DevicePoll["snmp"] {
  const { timeoutMs, retries, maxRepetitions, maxOidsPerQuery } = advanced;
  const settings = { timeoutMs, retries, maxRepetitions, maxOidsPerQuery };
  if (credentials.version !== "3") return { version: credentials.version, ...settings };
  const { version, securityLevel, auth, priv } = credentials;
  return {
    version,
    securityLevel,
    ...(auth === undefined ? {} : { authProtocol: auth.protocol }),
    ...(priv === undefined ? {} : { privProtocol: priv.protocol }),
    ...settings,
  };
}

function groupOf(
  { id, group }: PolledTask["task"],
  polled: readonly PolledTask[],
): DevicePoll["groups"][number] {
  const { group: name, intervalMs } = group;
  const details = polled.find(({ task }) => task.id === id)?.details;
  if (details === undefined) return { group: name, intervalMs, lines: 0, heldBackRows: 0 };
  const { atMs, outcome, lines, filteredRows, error } = details;
  return {
    group: name,
    intervalMs,
    lastPollAt: atMs,
    outcome,
    lines,
    heldBackRows: filteredRows,
    ...(error === undefined ? {} : { cause: sentence(error.message) }),
    ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
  };
}

const roundOf = ({ atMs, ...round }: PollRound): DevicePoll["history"][number] => ({ at: atMs, ...round });

function totalsOf(rounds: readonly PollRound[]): DevicePoll["lastHour"] {
  const sum = (of: (round: PollRound) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0);
  return {
    rounds: rounds.length,
    failed: sum(({ outcome }) => Number(outcome === "failed")),
    requests: sum(({ requests }) => requests),
    retries: sum(({ retries }) => retries),
    timeouts: sum(({ timeouts }) => timeouts),
    lines: sum(({ lines }) => lines),
  };
}

function rttOf({ stats, learned }: PollDetails): DevicePoll["rttMs"] {
  const rtt = learned?.exchange.rtt;
  if (stats?.lastRttMs === undefined && rtt === undefined) return undefined;
  return {
    ...(stats?.lastRttMs === undefined ? {} : { last: tenths(stats.lastRttMs) }),
    ...(rtt === undefined
      ? {}
      : { smoothed: tenths(rtt.srttMs), variation: tenths(rtt.rttvarMs), shortest: tenths(rtt.minMs) }),
  };
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
