import type { Tone } from "../words/status.ts";
import type { Kind } from "./kind.ts";

// What stands inside of a node: a drawing of what it is, and a sign of how it is, so that colour never says it alone.

/** Lines on a field of 24 × 24. */
const LINES: Readonly<Record<Kind, string>> = {
  switch: "M3 8h18v8H3zM7 12h.01M10.5 12h.01M14 12h.01M17.5 12h.01",
  router:
    "M12 5v14M5 12h14M9.5 7.5 12 5l2.5 2.5M9.5 16.5 12 19l2.5-2.5M7.5 9.5 5 12l2.5 2.5M16.5 9.5 19 12l-2.5 2.5",
  ap: "M12 18h.01M9 14.8a4.2 4.2 0 0 1 6 0M6.2 11.8a8.2 8.2 0 0 1 11.6 0M3.5 8.8a12 12 0 0 1 17 0",
  firewall: "M4 5h16v14H4zM4 9.7h16M4 14.3h16M12 5v4.7M8 9.7v4.6M16 9.7v4.6M12 14.3V19",
  server: "M5 4h14v7H5zM5 13h14v7H5zM8.5 7.5h.01M8.5 16.5h.01M12 7.5h4M12 16.5h4",
  host: "M3 5h18v11H3zM8 20h8M12 16v4",
  phone: "M8 3h8v18H8zM11 6h2M12 18h.01",
  port: "M5 6h14v12h-3v-3H8v3H5zM9 6v3M12 6v3M15 6v3",
  part: "M7 7h10v10H7zM10 4v3M14 4v3M10 17v3M14 17v3M4 10h3M4 14h3M17 10h3M17 14h3",
  other: "M12 8v4M12 16h.01M4 12a8 8 0 1 0 16 0 8 8 0 1 0-16 0",
};

/** On a field of 10 × 10 with its middle at 0, 0. */
const SIGNS: Readonly<Record<Tone, string>> = {
  ok: "",
  pending: "M0 -3V0.5H2.5",
  warning: "M0 -3V0.5M0 3h.01",
  error: "M-2.4 -2.4L2.4 2.4M2.4 -2.4L-2.4 2.4",
};

/** Drawn on a field of 24 × 24. */
export const kindPath = (kind: Kind): string => LINES[kind];

/** Empty for what is well, and for what nobody polls. */
export const signPath = (tone: Tone | undefined): string => (tone === undefined ? "" : SIGNS[tone]);
