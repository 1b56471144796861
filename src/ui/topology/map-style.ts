import type { StylesheetJson } from "cytoscape";
import type { Tone } from "../words/status.ts";
import type { NodeColors } from "./map-images.ts";

export type Scheme = "light" | "dark";

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

const INK = {
  light: { text: "#212529", halo: "#ffffff", edge: "#868e96", lit: "#0b7285" },
  dark: { text: "#e9ecef", halo: "#1f1f1f", edge: "#7b7b7b", lit: "#3bc9db" },
} as const;

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** How the map is drawn. Names and ports appear when they are large enough to read. */
export function mapStyle(scheme: Scheme): StylesheetJson {
  const { text, halo, edge, lit } = INK[scheme];
  const label = {
    "font-family": FONT,
    color: text,
    "text-outline-color": halo,
    "text-outline-width": 2,
  };
  return [
    {
      selector: "node",
      style: {
        ...label,
        shape: "round-rectangle",
        width: "data(size)",
        height: "data(size)",
        "background-color": "data(fill)",
        "background-image": "data(image)",
        "background-width": "82%",
        "background-height": "82%",
        "border-width": 1.5,
        "border-color": "data(line)",
        label: "data(name)",
        "font-size": 13,
        "min-zoomed-font-size": 7,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-max-width": "118px",
        "text-wrap": "ellipsis",
      },
    },
    {
      selector: "node.round",
      style: { shape: "ellipse", "background-width": "64%", "background-height": "64%" },
    },
    { selector: "node.unpolled", style: { "border-style": "dashed" } },
    {
      selector: "edge",
      style: {
        ...label,
        "curve-style": "straight",
        width: "data(width)",
        "line-color": edge,
        "font-size": 10,
        "min-zoomed-font-size": 6.5,
        "source-label": "data(fromPort)",
        "target-label": "data(toPort)",
        "source-text-offset": 46,
        "target-text-offset": 46,
        "source-text-rotation": "autorotate",
        "target-text-rotation": "autorotate",
      },
    },
    { selector: "edge.part", style: { "line-style": "dotted" } },
    { selector: "edge.past", style: { "line-style": "dashed", opacity: 0.6 } },
    {
      selector: "edge.arc",
      style: {
        "curve-style": "unbundled-bezier",
        "control-point-distances": 42,
        "control-point-weights": 0.5,
      },
    },
    { selector: ".dim", style: { opacity: 0.18 } },
    {
      selector: "edge.lit",
      style: { "line-color": lit, width: 3, "min-zoomed-font-size": 0, "font-size": 11, "z-index": 5 },
    },
    { selector: "node.lit", style: { "min-zoomed-font-size": 0, "z-index": 6 } },
    {
      selector: "node.selected",
      style: { "outline-width": 3, "outline-color": lit, "outline-offset": 3, "font-weight": "bold" },
    },
  ] as StylesheetJson;
}
