import type { Snapshot } from "./snapshot.ts";

/**
 * What `/metrics` answers with: our own figures in Prometheus' text format 0.0.4, read afresh for each scrape. The
 * library is loaded with the first one.
 */
export function selfMetrics(snapshot: () => Snapshot | Promise<Snapshot>): () => Promise<string> {
  return async () => {
    const { renderSelfMetrics } = await import("./self-metrics.ts");
    return renderSelfMetrics(await snapshot());
  };
}
