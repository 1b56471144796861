import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type { TraceEvent } from "../snmp/index.ts";
import { belongsTo, shortName } from "./trace-fold.ts";
import { ms, nameOfPdu } from "./trace-text.ts";

type Sent = Extract<TraceEvent, { kind: "sent" }>;
type Received = Extract<TraceEvent, { kind: "received" }>;

/**
 * The packets that had to do with some objects, a line each: those that asked for them or brought them, with what
 * became of each attempt. Of a reply only their varbinds are named. Decisions of the engine are kept, since they say
 * why something was asked again or not at all.
 */
export function packetsAbout(
  events: readonly TraceEvent[],
  objects: readonly Oid[],
  catalogue: ObjectCatalogue,
): string[] {
  const concerns = (instance: Oid): boolean => objects.some((object) => belongsTo(instance, object));
  const asks = new Set<number>();
  for (const event of events) {
    if (event.kind === "sent" && event.oids.some(concerns)) asks.add(event.ask);
    if (event.kind === "received" && event.varbinds.some(({ oid }) => concerns(oid))) asks.add(event.ask);
  }
  return events
    .filter((event) => event.kind === "decision" || asks.has(event.ask))
    .map((event) => lineOf(event, concerns, catalogue));
}

function lineOf(event: TraceEvent, concerns: (oid: Oid) => boolean, catalogue: ObjectCatalogue): string {
  switch (event.kind) {
    case "sent":
      return sentLine(event, concerns, catalogue);
    case "received":
      return receivedLine(event, concerns, catalogue);
    case "rejected":
      return `#${event.ask} ← not taken: ${event.reason}`;
    case "timeout":
      return `#${event.ask} ! no answer to attempt ${event.attempt} within ${ms(event.waitedMs)}`;
    case "failed":
      return `#${event.ask} ! given up: ${event.message}`;
    case "decision":
      return `· ${event.text}`;
    default:
      return event satisfies never;
  }
}

function sentLine(event: Sent, concerns: (oid: Oid) => boolean, catalogue: ObjectCatalogue): string {
  const attempt = event.attempt === 1 ? "" : ` attempt ${event.attempt}`;
  const names = event.oids.filter(concerns).map((oid) => shortName(oid, catalogue));
  const from =
    names.length === 0 ? "" : `, among it ${event.pdu === "get" ? "" : "after "}${names.join(", ")}`;
  return `#${event.ask} →${attempt} ${nameOfPdu(event)}${from}`;
}

function receivedLine(event: Received, concerns: (oid: Oid) => boolean, catalogue: ObjectCatalogue): string {
  const own = event.varbinds.filter(({ oid }) => concerns(oid));
  const status = event.errorStatus === 0 ? "" : `error-status ${event.errorStatus} at ${event.errorIndex}, `;
  const took = event.rttMs === undefined ? "" : ` in ${ms(event.rttMs)}`;
  const late = event.late ? ", late" : "";
  const all = `${status}${event.varbinds.length} varbinds, ${event.bytes} bytes${took}${late}`;
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return `#${event.ask} ← ${all}; none of it`;
  if (own.length === 1)
    return `#${event.ask} ← ${all}; of it ${shortName(first.oid, catalogue)} = ${first.text}`;
  const range = `${shortName(first.oid, catalogue)} … ${shortName(last.oid, catalogue)}`;
  return `#${event.ask} ← ${all}; of it ${own.length}: ${range}`;
}
