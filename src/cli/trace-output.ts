import { TraceText } from "../app/index.ts";
import type { Clock } from "../base/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import type { TraceOf } from "../snmp/index.ts";

export const TRACE_FORMS = ["folded", "full"] as const;
export type TraceForm = (typeof TRACE_FORMS)[number];

/** Writes what goes over the wire as it happens, with the seconds since now and the device in front. */
export function tracing(
  form: TraceForm,
  catalogue: ObjectCatalogue,
  clock: Clock,
  tell: (lines: readonly string[]) => void,
): TraceOf {
  const startMs = clock.wallMs();
  const text = new TraceText({
    catalogue,
    full: form === "full",
    stamp: ({ atMs, device }) => `+${((atMs - startMs) / 1_000).toFixed(3)} s ${device}`,
  });
  return () => (event) => tell(text.lines(event));
}
