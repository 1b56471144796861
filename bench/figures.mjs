// Figures as a benchmark prints them.
import { cpus } from "node:os";

/** Where they were measured. */
export const machine = () => ({ node: process.version, cpu: cpus()[0].model, cores: cpus().length });

export const median = (list) => quantile(list, 0.5);

/** Nearest rank; undefined of nothing. */
export function quantile(list, q) {
  return list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
}

/** Three digits say all that a measurement on a shared machine can. */
export const rounded = (value) =>
  value === undefined || !Number.isFinite(value) ? undefined : Number(value.toPrecision(3));

/** Rows of cells as aligned text: the first column to the left, numbers to the right. */
export function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? "").length)));
  const lines = rows.map((row) =>
    widths
      .map((width, i) =>
        i === 0 ? String(row[i] ?? "").padEnd(width) : String(row[i] ?? "").padStart(width),
      )
      .join("  "),
  );
  return `${lines.join("\n")}\n`;
}
