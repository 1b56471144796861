import { flagAt, numberAt, type Plain } from "./plain.ts";

// What several kinds of cards have in common.

const ROWS = 10;

/** Rows that are seen at once. */
export const rowsOf = (card: Plain): number => Math.max(1, numberAt(card, "pageSize") ?? ROWS);

/** The others open when asked for. */
export const visibleCharts = (card: Plain, all: number): number =>
  Math.max(1, numberAt(card, "numberOfVisibleCharts") ?? all);

/** `displayCharts`: the charts stand above the table, too. */
export const chartsAbove = (card: Plain): boolean => flagAt(card, "displayCharts") === true;
