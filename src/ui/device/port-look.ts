import { formatPercent } from "../words/units.ts";
import type { PortRow } from "./port-row.ts";

// How a port looks on the faceplate: a colour, and a sign for who sees few of them.

export const COLOUR_MODES = [
  { value: "state", label: "State" },
  { value: "utilisation", label: "Utilisation" },
  { value: "errors", label: "Errors" },
] as const;
export type ColourMode = (typeof COLOUR_MODES)[number]["value"];

export const colourMode = (text: string | null): ColourMode =>
  COLOUR_MODES.find(({ value }) => value === text)?.value ?? "state";

/** Names of classes in the style sheet. */
export type PortTone =
  | "up"
  | "down"
  | "off"
  | "odd"
  | "load1"
  | "load2"
  | "load3"
  | "load4"
  | "bad"
  | "warn"
  | "calm";

export interface PortLook {
  readonly tone: PortTone;
  /** One or two characters inside of the port; empty: nothing to say. */
  readonly sign: string;
}

export function portLook(row: PortRow, mode: ColourMode): PortLook {
  if (mode === "state" || row.state !== "up") return stateLook(row);
  if (mode === "utilisation") {
    const percent = row.utilisation;
    if (percent === undefined) return { tone: "calm", sign: "?" };
    const tone =
      percent >= 90
        ? "bad"
        : percent >= 70
          ? "load4"
          : percent >= 40
            ? "load3"
            : percent >= 10
              ? "load2"
              : "load1";
    return { tone, sign: percent >= 1 ? String(Math.min(99, Math.round(percent))) : "" };
  }
  if (row.errorsNow > 0) return { tone: "bad", sign: "!" };
  if ((row.errors ?? 0) + (row.discards ?? 0) + row.discardsNow >= 0.5) return { tone: "warn", sign: "!" };
  return { tone: "calm", sign: "" };
}

function stateLook({ state, errorsNow }: PortRow): PortLook {
  switch (state) {
    case "up":
      return { tone: "up", sign: errorsNow > 0 ? "!" : "" };
    case "down":
      return { tone: "down", sign: "" };
    case "disabled":
      return { tone: "off", sign: "×" };
    case "other":
    case "unknown":
      return { tone: "odd", sign: "?" };
    default:
      return state satisfies never;
  }
}

export interface LegendEntry extends PortLook {
  readonly label: string;
}

const DOWN: LegendEntry = { tone: "down", sign: "", label: "No link" };
const OFF: LegendEntry = { tone: "off", sign: "×", label: "Disabled" };

export const LEGENDS: Readonly<Record<ColourMode, readonly LegendEntry[]>> = {
  state: [
    { tone: "up", sign: "", label: "Up" },
    { tone: "up", sign: "!", label: "Up, with errors" },
    DOWN,
    OFF,
    { tone: "odd", sign: "?", label: "Other" },
  ],
  utilisation: [
    { tone: "load1", sign: "", label: `below ${formatPercent(10)}` },
    { tone: "load2", sign: "10", label: "from 10" },
    { tone: "load3", sign: "40", label: "from 40" },
    { tone: "load4", sign: "70", label: "from 70" },
    { tone: "bad", sign: "90", label: `from ${formatPercent(90)}` },
    DOWN,
    OFF,
  ],
  errors: [
    { tone: "calm", sign: "", label: "None" },
    { tone: "warn", sign: "!", label: "In the time shown" },
    { tone: "bad", sign: "!", label: "Right now" },
    DOWN,
    OFF,
  ],
};
