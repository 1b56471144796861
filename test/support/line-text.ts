import type { LineFault } from "../../src/ingest/index.ts";
import type { Sample } from "../../src/mapping/index.ts";

// Lines written the plain way, text by text and rule by rule: what the writer of bytes is compared with.

const METRIC_KEY = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/;
const DIMENSION_KEY = /^[a-z_][a-z0-9_:-]*(?:\.[a-z0-9_:-]+)*$/;

/** The line of a sample without its break, or the first rule that it breaks. */
export function plainLine(sample: Sample): { readonly text: string } | { readonly fault: LineFault } {
  const { key, type, value, dimensions, timestampMs } = sample;
  if (dimensions.length > 50) return { fault: "too-many-dimensions" };
  const keys = dimensions.map(([name]) => name);
  if (new Set(keys).size < keys.length || !dimensions.every(isDimension)) return { fault: "bad-dimension" };
  if (key.length < 3 || key.length > 250 || key.startsWith("dt.") || !METRIC_KEY.test(key)) {
    return { fault: "bad-metric-key" };
  }
  if (!Number.isFinite(Number(value))) return { fault: "not-finite" };
  if (type === "count" && value < 0) return { fault: "negative-delta" };
  if (!/^\d{13}$/.test(String(timestampMs))) return { fault: "bad-timestamp" };
  const shown = dimensions.map(([name, text]) => `,${name}="${text.replace(/["\\]/g, "\\$&")}"`).join("");
  const payload = type === "gauge" ? "gauge," : "count,delta=";
  const number = String(value).replace(/^(-?\d+)e/, "$1.0e");
  return { text: `${key}${shown} ${payload}${number} ${timestampMs}` };
}

function isDimension([key, value]: readonly [string, string]): boolean {
  const characters = Array.from(value).length;
  return (
    key.length <= 100 &&
    DIMENSION_KEY.test(key) &&
    characters >= 1 &&
    characters <= 250 &&
    !/[\p{Cc}\p{Cs}]/u.test(value)
  );
}
