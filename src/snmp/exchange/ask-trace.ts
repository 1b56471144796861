import type { Clock } from "../../base/index.ts";
import { renderText, type SnmpValue } from "../../smi/index.ts";
import type { SnmpError } from "../errors.ts";
import type { TraceEvent, TraceSink } from "../trace.ts";
import { oidText } from "../wire/index.ts";
import type { Sent } from "./dialogue.ts";
import type { Reply } from "./exchange.ts";

/** Characters of a value that a trace shows; some agents have names of kilobytes. */
const TEXT_MAX = 200;

interface Place {
  readonly device: string;
  /** Number of the ask. */
  readonly ask: number;
  readonly clock: Clock;
}

/** Tells one ask to a listener; made only where there is one. */
export class AskTrace {
  readonly #place: Place;
  readonly #sink: TraceSink;

  constructor(place: Place, sink: TraceSink) {
    this.#place = place;
    this.#sink = sink;
  }

  /** @param attempt 0 for the first */
  sent({ request, id, bytes }: Sent, attempt: number): void {
    const { kind, oids, nonRepeaters, maxRepetitions } = request;
    this.#sink({
      ...this.#now(),
      kind: "sent",
      attempt: attempt + 1,
      pdu: oids.length === 0 ? "discovery" : kind,
      requestId: id,
      oids: oids.map((octets) => oidText(octets, 0, octets.length)),
      nonRepeaters,
      maxRepetitions,
      bytes: bytes.length,
    });
  }

  /** @param reply  undefined for the answer to a discovery */
  received(
    { id }: Sent,
    reply: Reply | undefined,
    more: { readonly bytes: number; readonly rttMs: number | undefined; readonly late: boolean },
  ): void {
    this.#sink({
      ...this.#now(),
      ...more,
      kind: "received",
      requestId: id,
      errorStatus: reply?.errorStatus ?? 0,
      errorIndex: reply?.errorIndex ?? 0,
      varbinds: reply === undefined ? [] : varbindsOf(reply),
    });
  }

  rejected(reason: string, bytes: number): void {
    this.#sink({ ...this.#now(), kind: "rejected", reason, bytes });
  }

  /** @param attempt 0 for the first */
  timeout(attempt: number, waitedMs: number): void {
    this.#sink({ ...this.#now(), kind: "timeout", attempt: attempt + 1, waitedMs });
  }

  failed({ code, message }: SnmpError): void {
    this.#sink({ ...this.#now(), kind: "failed", code, message });
  }

  #now(): Pick<TraceEvent, "atMs" | "device"> & { readonly ask: number } {
    const { device, ask, clock } = this.#place;
    return { atMs: clock.wallMs(), device, ask };
  }
}

type TracedVarbind = Extract<TraceEvent, { kind: "received" }>["varbinds"][number];

const varbindsOf = (reply: Reply): TracedVarbind[] =>
  Array.from({ length: reply.count }, (_, i) => {
    const value = reply.value(i);
    return {
      oid: reply.oid(i),
      type: value?.type ?? "undecodable",
      text: value === undefined ? "" : textOf(value),
    };
  });

function textOf(value: SnmpValue): string {
  const text = renderText(value, undefined) ?? "";
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
