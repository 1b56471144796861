import { jsonFault } from "./json-fault.ts";

/** JSON that somebody wrote. @returns where it goes wrong, as a person counts */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const fault = jsonFault(text);
    if (fault === undefined) return { problem: `This is no JSON: ${String(error)}.` };
    const before = text.slice(0, fault.at).split("\n");
    return { problem: `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${fault.what}.` };
  }
}

export const prettyJson = (value: unknown): string => JSON.stringify(value, undefined, 2);
