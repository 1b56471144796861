import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type { TraceEvent } from "../snmp/index.ts";
import { columnsOf, columnWords, NO_MORE_ROWS } from "./trace-fold.ts";
import { belongsTo, listOf, shortName } from "./trace-names.ts";
import { ms, nameOfPdu, replyWords, withoutDevice } from "./trace-text.ts";

type Sent = Extract<TraceEvent, { kind: "sent" }>;
type Received = Extract<TraceEvent, { kind: "received" }>;

/** What is explained: whether an OID belongs to it, and how it is named. */
interface Subject {
  readonly concerns: (instance: Oid) => boolean;
  readonly catalogue: ObjectCatalogue;
}

/**
 * The packets that had to do with some objects, a line each: those that asked for them, with what became of each
 * attempt. Of a reply only their varbinds are named. Decisions of the engine are kept, since they say why something
 * was asked again or not at all. Where nothing was asked, what failed before its turn is shown.
 */
export function packetsAbout(
  events: readonly TraceEvent[],
  objects: readonly Oid[],
  catalogue: ObjectCatalogue,
): string[] {
  const concerns = (instance: Oid): boolean => objects.some((object) => belongsTo(instance, object));
  const subject = { concerns, catalogue };
  const asks = asksOf(events, (event) => event.kind === "sent" && event.oids.some(concerns));
  if (asks.size > 0) return linesOf(events, asks, subject);
  const failed = asksOf(events, ({ kind }) => kind === "failed");
  return ["no packet asked for it", ...linesOf(events, failed, subject)];
}

function asksOf(events: readonly TraceEvent[], isMeant: (event: TraceEvent) => boolean): ReadonlySet<number> {
  return new Set(events.flatMap((event) => (event.kind !== "decision" && isMeant(event) ? [event.ask] : [])));
}

function linesOf(events: readonly TraceEvent[], asks: ReadonlySet<number>, subject: Subject): string[] {
  const requests = new Map(
    events.flatMap((event) => (event.kind === "sent" ? [[event.requestId, event] as const] : [])),
  );
  return events
    .filter((event) => event.kind === "decision" || asks.has(event.ask))
    .map((event) => lineOf(event, requests, subject));
}

function lineOf(event: TraceEvent, requests: ReadonlyMap<number, Sent>, subject: Subject): string {
  switch (event.kind) {
    case "sent":
      return sentLine(event, subject);
    case "received":
      return receivedLine(event, requests.get(event.requestId), subject);
    case "rejected":
      return `#${event.ask} ← not taken: ${event.reason}`;
    case "timeout":
      return `#${event.ask} ! no answer to attempt ${event.attempt} within ${ms(event.waitedMs)}`;
    case "failed":
      return `#${event.ask} ! given up: ${withoutDevice(event.message, event.device)}`;
    case "decision":
      return `· ${event.text}`;
    default:
      return event satisfies never;
  }
}

function sentLine(event: Sent, { concerns, catalogue }: Subject): string {
  const attempt = event.attempt === 1 ? "" : ` attempt ${event.attempt}`;
  const names = event.oids.filter(concerns).map((oid) => shortName(oid, catalogue));
  const where = event.pdu === "get" ? "with" : "after";
  const about = names.length === 0 ? "" : ` ${where} ${listOf(names)}`;
  return `#${event.ask} →${attempt} ${nameOfPdu(event)}${about}`;
}

function receivedLine(event: Received, request: Sent | undefined, { concerns, catalogue }: Subject): string {
  const columns = columnsOf(event.varbinds, request)
    .filter(({ asked }) => asked === undefined || concerns(asked))
    .map(({ varbinds }) => varbinds.filter(({ oid }) => concerns(oid)));
  const own = columns.map((varbinds) =>
    varbinds.length === 0 ? NO_MORE_ROWS : columnWords(varbinds, catalogue),
  );
  const about = own.length === 0 ? "; nothing of it" : `: ${own.join(", ")}`;
  return `#${event.ask} ← ${replyWords(event, request, catalogue)}${about}`;
}
