import { SECRET_MASK } from "./credential-form.ts";
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
  | {
      readonly elements: readonly ActivationElement[];
      /** How many have secrets that were left out. */
      readonly masked: number;
      /** How many name no extension. */
      readonly unnamed: number;
    }
  | { readonly problem: string };

/**
 * Reads an export of ours, or an answer of the vendor's API: elements in a list, in `items`, or one alone.
 * @param fallback  the extension of elements that name none
 */
export function readActivation(text: string, fallback: string): ReadActivation {
  const parsed = parseJson(text);
  if ("problem" in parsed) return parsed;
  const list = listIn(parsed.value);
  if (list.length === 0) return { problem: "The list is empty." };
  const elements: ActivationElement[] = [];
  let unnamed = 0;
  for (const [i, one] of list.entries()) {
    if (typeof one !== "object" || one === null || !("value" in one)) {
      return { problem: `Element ${i + 1} has no value: each is { "scope": "ag_group-…", "value": { … } }.` };
    }
    if (!("extension" in one)) unnamed += 1;
    const { extension = fallback, scope = "ag_group-default", value } = one as Partial<ActivationElement>;
    if (extension === "")
      return { problem: `Element ${i + 1} names no extension: choose one for those that do not.` };
    elements.push({ extension, scope, value: withOurMask(value) });
  }
  const masked = elements.filter(({ value }) => hasMask(value)).length;
  return { elements, masked, unnamed };
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const items = typeof value === "object" && value !== null && "items" in value ? value.items : undefined;
  return Array.isArray(items) ? items : [value];
}

/** As others leave secrets out: `********`, `***001***`. */
const MASK = /^\*{3,}(?:\d+\*{3,})?$/;

/** A foreign mask would be taken for the secret itself. */
function withOurMask(value: unknown): unknown {
  if (typeof value === "string") return MASK.test(value) ? SECRET_MASK : value;
  if (Array.isArray(value)) return value.map(withOurMask);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withOurMask(one)]));
}

/** Whether a secret is `***`: the export has left it out. */
function hasMask(value: unknown): boolean {
  if (value === SECRET_MASK) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasMask);
}
