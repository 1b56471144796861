import type { DevicePoll } from "../../api/index.ts";
import type { ObjectCatalogue, Oid } from "../../smi/index.ts";
import { listOf, shortName } from "../trace-names.ts";
import type { KeptLabel, PollDetails } from "./poll-details.ts";

type Lesson = DevicePoll["learned"][number];
type Learned = NonNullable<PollDetails["learned"]>;

/** What was learned of a device and what it is good for, in words. */
export function lessonsOf(details: PollDetails, catalogue: ObjectCatalogue): Lesson[] {
  const { learned, stats, labels, seesInterfaces } = details;
  if (learned === undefined) return [];
  const { reading, exchange } = learned;
  return [
    replySize(learned, stats?.replyBudgetBytes),
    ...noBulk(reading.noBulk, catalogue),
    ...(stats === undefined ? [] : [inFlight(stats.inFlightWindow)]),
    ...kept(
      labels.filter(({ rows }) => rows > 0),
      seesInterfaces,
      catalogue,
    ),
    ...leftOut(reading.poison, catalogue),
    ...serviceTime(reading.serviceMsPerVarbind),
    ...engineOf(exchange.engine),
    ...otherSource(exchange.alternateSource),
    ...(reading.noUptime ? [NO_UPTIME] : []),
    ...longest(reading.columns, catalogue),
  ];
}

const octets = (count: number): string => `${Math.round(count).toLocaleString("en-US")} octets`;

function replySize(
  { reading: { provenBytes, failedBytes, truncates } }: Learned,
  budgetBytes: number | undefined,
): Lesson {
  const proven =
    provenBytes > 0
      ? `Replies of up to ${octets(provenBytes)} have come through.`
      : "No large reply was needed so far.";
  const failed =
    failedBytes === undefined ? "" : ` One of about ${octets(failedBytes)} did not, so requests stay below.`;
  const cut = truncates ? " The agent cuts replies that would be longer." : "";
  return { what: "Reply size", value: octets(budgetBytes ?? provenBytes), why: `${proven}${failed}${cut}` };
}

function noBulk(broken: Learned["reading"]["noBulk"], catalogue: ObjectCatalogue): Lesson[] {
  if (broken === undefined) return [];
  const { columns, untilMs } = broken;
  const everywhere = columns === "everywhere";
  return [
    {
      what: "GETBULK",
      value: everywhere
        ? "not used"
        : `not used for ${columns.length} ${columns.length === 1 ? "column" : "columns"}`,
      why: everywhere
        ? "It failed where GETNEXT works, so each row is asked for by itself."
        : `It failed for ${namesOf(columns, catalogue)} where GETNEXT works.`,
      until: untilMs,
    },
  ];
}

const inFlight = (window: number): Lesson => ({
  what: "Requests in flight",
  value: `${window} at once`,
  why:
    window > 1
      ? "The way to it is long and its agent is quick, so several requests share the wait."
      : "The way to it is short, or its agent is busy: more would gain nothing.",
});

function kept(labels: readonly KeptLabel[], seesInterfaces: boolean, catalogue: ObjectCatalogue): Lesson[] {
  if (labels.length === 0) return [];
  const names = namesOf(
    labels.map(({ column }) => column),
    catalogue,
  );
  const told = seesInterfaces ? ", and at once when it says that its interfaces changed" : "";
  return [
    {
      what: "Names and descriptions",
      value: `${labels.length} ${labels.length === 1 ? "column" : "columns"} kept`,
      why: `${names} rarely change: read again when their time is over, after a restart, when rows come or go${told}.`,
      since: Math.round(Math.min(...labels.map(({ readAtMs }) => readAtMs))),
      until: Math.round(Math.min(...labels.map(({ untilMs }) => untilMs))),
    },
  ];
}

function leftOut(poison: Learned["reading"]["poison"], catalogue: ObjectCatalogue): Lesson[] {
  if (poison.length === 0) return [];
  return [
    {
      what: "Left out",
      value: `${poison.length} ${poison.length === 1 ? "object" : "objects"}`,
      why: `The agent fails or falls silent when asked for ${namesOf(
        poison.map(({ oid }) => oid),
        catalogue,
      )}. Tried again later.`,
      until: Math.min(...poison.map(({ untilMs }) => untilMs)),
    },
  ];
}

function serviceTime(msPerVarbind: number | undefined): Lesson[] {
  if (msPerVarbind === undefined) return [];
  const value = `${msPerVarbind < 0.1 ? "below 0.1" : Math.round(msPerVarbind * 10) / 10} ms a value`;
  return [
    {
      what: "Agent",
      value,
      why: "What its CPU takes for each value beyond the round trip; requests are spaced by it.",
    },
  ];
}

function engineOf(engine: Learned["exchange"]["engine"]): Lesson[] {
  if (engine === undefined) return [];
  const { engineId, boots, bootedAtMs } = engine;
  return [
    {
      what: "SNMP engine",
      value: engineId,
      why: `It has started ${boots} ${boots === 1 ? "time" : "times"} (engineBoots), the last time at the moment beside. Kept, so that no discovery is needed.`,
      since: Math.round(bootedAtMs),
    },
  ];
}

function otherSource(source: Learned["exchange"]["alternateSource"]): Lesson[] {
  if (source === undefined) return [];
  const value = `${source.address} port ${source.port}`;
  return [
    {
      what: "Answers from",
      value,
      why: "Not from the address it is asked at; enableUnconnectedUdp allows that.",
    },
  ];
}

const NO_UPTIME: Lesson = {
  what: "sysUpTime",
  value: "not there",
  why: "The agent does not tell how long it runs, so a restart is only seen by counters that went back.",
};

function longest(columns: Learned["reading"]["columns"], catalogue: ObjectCatalogue): Lesson[] {
  let [name, most] = ["", 0];
  for (const column in columns) {
    const rows = columns[column as Oid]![0];
    if (rows > most) [name, most] = [column, rows];
  }
  if (most === 0) return [];
  const known = Object.keys(columns).length;
  return [
    {
      what: "Lengths of tables",
      value: `${known} ${known === 1 ? "column" : "columns"}, up to ${most.toLocaleString("en-US")} rows`,
      why: `${shortName(name as Oid, catalogue)} is the longest. As many rows are asked for as there are, so no request is wasted.`,
    },
  ];
}

const namesOf = (oids: readonly Oid[], catalogue: ObjectCatalogue): string =>
  listOf(oids.map((oid) => shortName(oid, catalogue)));
