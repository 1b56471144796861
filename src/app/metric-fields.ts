import type { MetricDescriptorJson } from "../api/index.ts";

const DEFAULT_FIELDS: readonly string[] = ["displayName", "description", "unit"];

/**
 * The fields of a list of metrics: `unit,created` are those alone, `+created,-unit` changes the usual ones. The key of
 * the metric is always there.
 * @returns a function that makes a list of one, or of none where there is no descriptor
 */
export function chosenFields(
  fields: string | undefined,
): (descriptor: MetricDescriptorJson | undefined) => readonly MetricDescriptorJson[] {
  const words = (fields ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  const plain = words.filter((word) => !/^[+-]/.test(word));
  const added = words.flatMap((word) => (word.startsWith("+") ? [word.slice(1)] : []));
  const removed = words.flatMap((word) => (word.startsWith("-") ? [word.slice(1)] : []));
  const chosen = new Set(["metricId", ...(plain.length > 0 ? plain : DEFAULT_FIELDS), ...added]);
  for (const name of removed) if (name !== "metricId") chosen.delete(name);
  return (descriptor) => {
    if (descriptor === undefined) return [];
    const { metricId } = descriptor;
    return [
      { ...Object.fromEntries(Object.entries(descriptor).filter(([name]) => chosen.has(name))), metricId },
    ];
  };
}
