import { createHash } from "node:crypto";
import { isRecord } from "../../base/index.ts";
import { parseSource } from "../../source/index.ts";
import { plainValue } from "../plain-value.ts";

/** One configuration as it stands in a file: `{ extension?, scope, value }`, not checked. */
export type ElementJson = Readonly<Record<string, unknown>>;

/**
 * The elements of an activation text, which may have comments or be YAML.
 * @returns undefined when it cannot be read at all
 */
export function elementsOf(text: string): readonly ElementJson[] | undefined {
  const parsed = parseSource(text);
  const root = parsed.ok ? plainValue(parsed.root) : undefined;
  if (Array.isArray(root)) return root.map((element) => (isRecord(element) ? element : {}));
  return isRecord(root) ? [root] : undefined;
}

/**
 * The text with another element in a place, or without it.
 * @returns undefined when it is not plain JSON: what a person wrote beside it would be lost
 */
export function withElement(
  text: string,
  position: number,
  element: ElementJson | undefined,
): string | undefined {
  const root = plainJson(text);
  if (isRecord(root)) return element === undefined ? "[]\n" : jsonText(element);
  if (!Array.isArray(root)) return undefined;
  return jsonText(element === undefined ? root.toSpliced(position, 1) : root.toSpliced(position, 1, element));
}

function plainJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As people write it: they look at these files, and compare them in git. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Changes with the content. */
export const revisionOf = (content: string): string => sha256Of(content).slice(0, 16);

/** @returns hex */
export const sha256Of = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");
