import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import { statusName, type TraceEvent } from "../snmp/index.ts";
import { foldReply, type RequestShape, varbindWords } from "./trace-fold.ts";
import { listOf, shortName } from "./trace-names.ts";
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
        return [`#${event.ask} ! given up: ${event.code} ${withoutDevice(event.message, event.device)}`];
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
    return [
      again || event.oids.length === 0
        ? head
        : `${head}: ${listOf(event.oids.map((oid) => shortName(oid, catalogue)))}`,
    ];
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
    return [head, ...event.varbinds.map((varbind) => varbindWords(varbind, catalogue))];
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

/** `genErr at ifName.3, 12 varbinds, 310 bytes in 3.9 ms`. */
export function replyWords(
  event: Received,
  request: RequestShape | undefined,
  catalogue: ObjectCatalogue,
): string {
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
  const name = statusName(errorStatus);
  const culprit: Oid | undefined = varbinds[errorIndex - 1]?.oid ?? request?.oids[errorIndex - 1];
  return culprit === undefined ? `${name}, ` : `${name} at ${shortName(culprit, catalogue)}, `;
}

/** Messages of the client begin with the device; where a line names it anyway, once is enough. */
export function withoutDevice(message: string, device: string): string {
  return message.replace(`${device}: `, "");
}

function bytes(count: number): string {
  return `${count} bytes`;
}

/** Three figures at most: `0.8 ms`, `12 ms`, `2000 ms`. */
export function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
