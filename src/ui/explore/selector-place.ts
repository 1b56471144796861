// Where in a selector something is wrong: the service says it in its message.

export interface SelectorPlace {
  readonly selector: "metric" | "entity";
  /** Position in the text, from 0. */
  readonly at: number;
  readonly problem: string;
}

/** `Metric selector, character 13: a dimension key is missing` → where and what. @returns undefined for other messages */
export function placeIn(message: string): SelectorPlace | undefined {
  const match = /^(metric|entity) selector, character (\d+): (.+)$/is.exec(message);
  if (match === null) return undefined;
  const [, selector, character, problem] = match;
  return {
    selector: selector!.toLowerCase() === "metric" ? "metric" : "entity",
    at: Number(character) - 1,
    problem: problem!,
  };
}

/** Whether a failure is about the entity selector, which all queries of the page share: it is told once, where that is. */
export const isOfEntities = (failure: unknown): boolean =>
  failure instanceof Error && placeIn(failure.message)?.selector === "entity";

/** The text in three parts, the middle one is what is wrong: a word, a sign, or the end, as a blank. */
export function partsAt(text: string, at: number): readonly [before: string, wrong: string, after: string] {
  const wrong = /^[\w.-]+/.exec(text.slice(at))?.[0] ?? text.charAt(at);
  return [text.slice(0, at), wrong || " ", text.slice(at + wrong.length)];
}
