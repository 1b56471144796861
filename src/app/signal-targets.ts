import type { DynatraceLogs, OtlpSink, Outcome } from "../ingest/index.ts";
import type { LogRecord } from "../otlp/index.ts";
import type { EntityStore, EventStore, StoredEvent } from "../store/index.ts";
import type { SignalTarget } from "./forwarder.ts";

/** A sender waits no longer for an answer; what is not taken by then it sends again. */
const FORWARD_WITHIN_MS = 25_000;

/** Logs and traces by OTLP, as they came. */
export const otlpTarget = (sink: OtlpSink, { logs }: { readonly logs: boolean }): SignalTarget => ({
  name: sink.name,
  ...(logs && { logs: async (records: readonly LogRecord[]) => await sendLogs(sink, records) }),
  traces: async (bytes, spans) =>
    reasonOf(await sink.sendTraces(bytes, spans, AbortSignal.timeout(FORWARD_WITHIN_MS))),
});

/** Logs by the logs API. */
export const logsTarget = (logs: DynatraceLogs): SignalTarget => ({
  name: logs.name,
  logs: async (records) => {
    for (let rest = records; rest.length > 0; ) {
      const sent = await logs.send(rest, AbortSignal.timeout(FORWARD_WITHIN_MS));
      const reason = reasonOf(sent.outcome);
      if (reason !== undefined) return reason;
      rest = rest.slice(sent.records);
    }
    return undefined;
  },
});

/** Logs as events of our own store, of the entity that the rules of manifests see in them. */
export const storeTarget = (
  events: Pick<EventStore, "record">,
  entities: Pick<EntityStore, "bindLog">,
): SignalTarget => ({
  name: "store",
  logs: (records) => {
    for (const record of records) events.record(eventOf(record, entities));
    return Promise.resolve(undefined);
  },
});

const SEVERITIES: Readonly<Record<string, StoredEvent["severity"]>> = {
  WARN: "warning",
  WARNING: "warning",
  ERROR: "error",
  SEVERE: "error",
  CRITICAL: "error",
  ALERT: "error",
  EMERGENCY: "error",
  FATAL: "error",
};

function eventOf(
  { timestampMs, severity, content, attributes }: LogRecord,
  entities: Pick<EntityStore, "bindLog">,
): StoredEvent {
  const texts = new Map(
    attributes.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  const seen = entities.bindLog(texts);
  seen.seen(timestampMs);
  // Whoever sent it knows better.
  const entityId = texts.get("dt.source_entity") ?? seen.dimensions[0]?.[1];
  texts.delete("dt.source_entity");
  return {
    atMs: timestampMs,
    kind: "log",
    severity: SEVERITIES[severity] ?? "info",
    title: content,
    entityId,
    attributes: Object.fromEntries([...seen.dimensions, ...texts]),
  };
}

/** In halves where all at once is too much. */
async function sendLogs(sink: OtlpSink, records: readonly LogRecord[]): Promise<string | undefined> {
  const outcome = await sink.sendLogs(records, AbortSignal.timeout(FORWARD_WITHIN_MS));
  if (outcome.kind !== "tooLarge" || records.length === 1) return reasonOf(outcome);
  const half = records.length >> 1;
  return (await sendLogs(sink, records.slice(0, half))) ?? (await sendLogs(sink, records.slice(half)));
}

/** Why they may be sent again; undefined when they were taken, or never will be. */
const reasonOf = (outcome: Outcome): string | undefined =>
  outcome.kind === "retry" || outcome.kind === "refused" ? outcome.reason : undefined;
