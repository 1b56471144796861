/** Pixels of a character, and of the air around a cell, in the widest of usual fonts. */
const CHARACTER_PX = 9;
const NARROW_PX = 5.5;
const NARROW = /[fijlrt|/.,:;() -]/g;
/** Headers are smaller. */
const HEADER_CHARACTER_PX = 7.4;
const AIR_PX = 22;
const WIDTH_MIN_PX = 64;
const WIDTH_MAX_PX = 280;
/** Rows that are looked at: names of one list are alike. */
const SAMPLE = 200;

/** How wide a column is that shows most of its texts whole. @returns pixels */
export function columnWidth(header: string, texts: readonly string[]): number {
  const longest = texts.slice(0, SAMPLE).reduce((most, text) => Math.max(most, textWidth(text)), 0);
  const widest = Math.max(longest, header.length * HEADER_CHARACTER_PX) + AIR_PX;
  return Math.round(Math.min(WIDTH_MAX_PX, Math.max(WIDTH_MIN_PX, widest)));
}

function textWidth(text: string): number {
  const wide = text.replaceAll(NARROW, "").length;
  return wide * CHARACTER_PX + (text.length - wide) * NARROW_PX;
}

/** Whether a column is one of figures, which stand below each other. */
export const isFigures = (texts: readonly string[]): boolean => {
  const known = texts.slice(0, SAMPLE).filter((text) => text !== "");
  return known.length > 0 && known.every((text) => /^-?[\d.,]+(?: \S+)?$/.test(text));
};
