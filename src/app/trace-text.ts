import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type { TraceEvent } from "../snmp/index.ts";
import { foldReply, type RequestShape, shortName } from "./trace-fold.ts";
import { visibleText } from "./visible-text.ts";

export interface TraceTextOptions {
  readonly catalogue: ObjectCatalogue;
  /** Every varbind on a line of its own; otherwise the rows of a column are one text. */
  readonly full: boolean;
  /** What stands before each event: an offset, a wall-clock time, a device. */
  readonly stamp: (event: TraceEvent) => string;
}

type Sent = Extract<TraceEvent, { kind: "sent" }>;
type Received = Extract<TraceEvent, { kind: "received" }>;

/** Requests that a reply may still come for; more are in flight only over many devices. */
const REQUESTS_KEPT_MAX = 4_096;
/** OIDs of a request that are named before the rest is counted. */
const OIDS_NAMED_MAX = 12;
const INDENT = "    ";

/**
 * Trace events as lines for a network engineer: what went (`→`) and came (`←`), how large, how long, and what was
 * made of it (`·`). Remembers the requests in flight, since a reply is told by its request.
 */
export class TraceText {
  readonly #options: TraceTextOptions;
  readonly #requests = new Map<string, Sent>();

  constructor(options: TraceTextOptions) {
    this.#options = options;
  }

  /** One line, and more for the varbinds below it. Texts of the device cannot break or forge a line. */
  lines(event: TraceEvent): string[] {
    const [head, ...varbinds] = this.#event(event);
    const lines = [`${this.#options.stamp(event)} ${head}`, ...varbinds.map((line) => INDENT + line)];
    return lines.map(visibleText);
  }

  #event(event: TraceEvent): string[] {
    switch (event.kind) {
      case "sent":
        return this.#sent(event);
      case "received":
        return this.#received(event);
      case "rejected":
        return [`#${event.ask} ← not taken, ${bytes(event.bytes)}: ${event.reason}`];
      case "timeout":
        return [`#${event.ask} ! no answer to attempt ${event.attempt} within ${ms(event.waitedMs)}`];
      case "failed":
        return [`#${event.ask} ! given up: ${event.code} ${event.message}`];
      case "decision":
        return [`· ${event.text}`];
      default:
        return event satisfies never;
    }
  }

  #sent(event: Sent): string[] {
    const { catalogue, full } = this.#options;
    const key = `${event.device} ${event.requestId}`;
    const again = this.#requests.has(key);
    this.#remember(key, event);
    const attempt =
      event.attempt === 1 ? "" : ` attempt ${event.attempt}${again ? ", the same request" : ""}`;
    const head = `#${event.ask} →${attempt} ${nameOfPdu(event)} ${bytes(event.bytes)}`;
    if (full) return again ? [head] : [head, ...event.oids.map((oid) => shortName(oid, catalogue))];
    return [again ? head : `${head}: ${namesOf(event, catalogue)}`];
  }

  #remember(key: string, event: Sent): void {
    this.#requests.delete(key);
    this.#requests.set(key, event);
    for (const oldest of this.#requests.keys()) {
      if (this.#requests.size <= REQUESTS_KEPT_MAX) break;
      this.#requests.delete(oldest);
    }
  }

  #received(event: Received): string[] {
    const { catalogue, full } = this.#options;
    const head = `#${event.ask} ← ${replyWords(event, this.#shapeOf(event), catalogue)}`;
    if (!full) return [head, ...foldReply(event.varbinds, this.#shapeOf(event), catalogue)];
    return [
      head,
      ...event.varbinds.map(({ oid, type, text }) => `${shortName(oid, catalogue)} = ${type}: ${text}`),
    ];
  }

  #shapeOf(event: Received): RequestShape | undefined {
    return this.#requests.get(`${event.device} ${event.requestId}`);
  }
}

const PDU_NAMES = { get: "GET", getNext: "GETNEXT", getBulk: "GETBULK", discovery: "discovery" } as const;

/** `GETBULK 1+3×20`: one instance, three columns, twenty rows of them. */
export function nameOfPdu({
  pdu,
  oids,
  nonRepeaters,
  maxRepetitions,
}: Pick<Sent, "pdu" | "oids" | "nonRepeaters" | "maxRepetitions">): string {
  if (pdu === "discovery") return "discovery of the engine (RFC 3414 §4)";
  if (pdu !== "getBulk") return `${PDU_NAMES[pdu]} ${oids.length}`;
  const instances = nonRepeaters === 0 ? "" : `${nonRepeaters}+`;
  return `GETBULK ${instances}${oids.length - nonRepeaters}×${maxRepetitions}`;
}

function namesOf({ oids }: Sent, catalogue: ObjectCatalogue): string {
  const names = oids.slice(0, OIDS_NAMED_MAX).map((oid) => shortName(oid, catalogue));
  const more = oids.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

const STATUS_NAMES = [
  "noError",
  "tooBig",
  "noSuchName",
  "badValue",
  "readOnly",
  "genErr",
  "noAccess",
  "wrongType",
  "wrongLength",
  "wrongEncoding",
  "wrongValue",
  "noCreation",
  "inconsistentValue",
  "resourceUnavailable",
  "commitFailed",
  "undoFailed",
  "authorizationError",
  "notWritable",
  "inconsistentName",
] as const; // RFC 3416 §3

function replyWords(event: Received, request: RequestShape | undefined, catalogue: ObjectCatalogue): string {
  const count = `${event.varbinds.length} varbind${event.varbinds.length === 1 ? "" : "s"}`;
  const took = event.rttMs === undefined ? "" : ` in ${ms(event.rttMs)}`;
  const late = event.late ? ", late: the request had been repeated or replaced" : "";
  return `${errorWords(event, request, catalogue)}${count}, ${bytes(event.bytes)}${took}${late}`;
}

function errorWords(
  { errorStatus, errorIndex, varbinds }: Received,
  request: RequestShape | undefined,
  catalogue: ObjectCatalogue,
): string {
  if (errorStatus === 0) return "";
  const name = STATUS_NAMES[errorStatus] ?? `error-status ${errorStatus}`;
  const culprit: Oid | undefined = varbinds[errorIndex - 1]?.oid ?? request?.oids[errorIndex - 1];
  return culprit === undefined ? `${name}, ` : `${name} at ${shortName(culprit, catalogue)}, `;
}

function bytes(count: number): string {
  return `${count} bytes`;
}

/** Three figures at most: `0.8 ms`, `12 ms`, `2000 ms`. */
export function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
