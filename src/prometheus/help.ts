import type { MetricInfo } from "../ingest/index.ts";

/** More is prose for manuals. */
const HELP_MAX_CHARS = 1_000;

/**
 * What a family says of itself, with the key as manifests have it, since the name shows it no more:
 * `Octets received, in Byte (if.in.octets)`. Never empty.
 */
export function helpOf(key: string, info: MetricInfo | undefined): string {
  const text = tidy(info?.description) ?? tidy(info?.displayName);
  if (text === undefined) return `The metric ${key}.`;
  const unit = tidy(info?.unit);
  return `${text}${unit === undefined ? "" : `, in ${unit}`} (${key})`;
}

function tidy(text: string | undefined): string | undefined {
  const line = text
    ?.replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .replace(/\.$/, "");
  return line === undefined || line === "" ? undefined : line.slice(0, HELP_MAX_CHARS);
}
