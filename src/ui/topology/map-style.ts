import type { Tone } from "../words/status.ts";

export type Scheme = "light" | "dark";

export interface NodeColors {
  readonly fill: string;
  readonly line: string;
}

/** Of a node by its health; lines have a contrast of at least 4.5 : 1 with the fill (WCAG 1.4.3). */
export const NODE_COLORS: Readonly<Record<Scheme, Readonly<Record<Tone | "none", NodeColors>>>> = {
  light: {
    ok: { fill: "#ebfbee", line: "#1f7a33" },
    pending: { fill: "#f1f3f5", line: "#495057" },
    warning: { fill: "#fff3bf", line: "#7d5b00" },
    error: { fill: "#ffe3e3", line: "#b02020" },
    none: { fill: "#ffffff", line: "#5c636a" },
  },
  dark: {
    ok: { fill: "#12301a", line: "#69db7c" },
    pending: { fill: "#2e2e2e", line: "#c9c9c9" },
    warning: { fill: "#3a2f00", line: "#ffd43b" },
    error: { fill: "#431414", line: "#ff9b9b" },
    none: { fill: "#1f1f1f", line: "#a8a8a8" },
  },
};

/** Halo: what stands around text, so that it can be read on a line. */
export const INK = {
  light: { text: "#212529", halo: "#ffffff", edge: "#868e96", lit: "#0b7285" },
  dark: { text: "#e9ecef", halo: "#242424", edge: "#7b7b7b", lit: "#3bc9db" },
} as const;

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
