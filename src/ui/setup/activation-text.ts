import { parseJson } from "./json-text.ts";

// Configurations as a file: the activation JSON that the API takes, with the extension beside, as files in configDir have it.

export interface ActivationElement {
  readonly extension: string;
  readonly scope: unknown;
  readonly value: unknown;
}

export const activationText = (elements: readonly ActivationElement[]): string =>
  `${JSON.stringify(elements, undefined, 2)}\n`;

export type ReadActivation =
  | { readonly elements: readonly ActivationElement[]; readonly masked: number }
  | { readonly problem: string };

/** @param fallback  the extension of elements that name none */
export function readActivation(text: string, fallback: string): ReadActivation {
  const parsed = parseJson(text);
  if ("problem" in parsed) return parsed;
  const list: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  if (list.length === 0) return { problem: "The list is empty." };
  const elements: ActivationElement[] = [];
  for (const [i, one] of list.entries()) {
    if (typeof one !== "object" || one === null || !("value" in one)) {
      return { problem: `Element ${i + 1} has no value: each is { "scope": "ag_group-…", "value": { … } }.` };
    }
    const { extension = fallback, scope = "ag_group-default", value } = one as Partial<ActivationElement>;
    if (extension === "")
      return { problem: `Element ${i + 1} names no extension: choose one for those that do not.` };
    elements.push({ extension, scope, value });
  }
  return { elements, masked: elements.filter(({ value }) => hasMask(value)).length };
}

/** Whether a secret is `***`: the export has left it out. */
function hasMask(value: unknown): boolean {
  if (value === "***") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasMask);
}
