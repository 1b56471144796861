/** How wide a text is at a font size of 1: the sum of what its characters are. */
export type WidthOf = (text: string) => number;

const CUT = "…";
const CHARACTERS_MIN = 4;
const ROUNDING = 1e-6;

/**
 * The text, or as much of it as there is room for.
 * @param cut  where it gives way: names begin with what matters, ports end with it
 * @returns empty when not even four characters fit
 */
export function shortened(text: string, widthMax: number, widthOf: WidthOf, cut: "start" | "end"): string {
  const room = widthMax + ROUNDING;
  if (widthOf(text) <= room) return text;
  const characters = Array.from(text);
  if (cut === "start") characters.reverse();
  let left = room - widthOf(CUT);
  let count = 0;
  for (const character of characters) {
    left -= widthOf(character);
    if (left < 0) break;
    count += 1;
  }
  if (count < CHARACTERS_MIN) return "";
  const kept = characters.slice(0, count);
  if (cut === "end") return `${kept.join("").trimEnd()}${CUT}`;
  return `${CUT}${kept.toReversed().join("").trimStart()}`;
}
