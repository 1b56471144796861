import { FONT } from "../map-style.ts";
import type { WidthOf } from "./text.ts";

/** Measured large: what is asked for is the width at a size of 1. */
const MEASURED_PX = 100;
/** Of the alphabets of the world more than a network has. */
const KEPT_MAX = 10_000;

/** Asks the browser once a character: there are few, and thousands of texts at each step of a zoom. */
export function textSizes(): WidthOf {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.font = `${MEASURED_PX}px ${FONT}`;
  const kept = new Map<string, number>();
  return (text) => {
    let width = 0;
    for (const character of text) width += kept.get(character) ?? measured(character);
    return width;
  };

  function measured(character: string): number {
    if (kept.size >= KEPT_MAX) kept.clear();
    const width = context.measureText(character).width / MEASURED_PX;
    kept.set(character, width);
    return width;
  }
}
