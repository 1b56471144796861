/** JSON that somebody wrote. @returns where it goes wrong, as a person counts */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(message)?.[1];
    if (at === undefined) return { problem: `This is no JSON: ${message}.` };
    const before = text.slice(0, Number(at)).split("\n");
    const what = message.replace(/ in JSON at position.*| at position.*/s, "");
    return { problem: `Line ${before.length}, column ${before.at(-1)!.length + 1}: ${what}.` };
  }
}

export const prettyJson = (value: unknown): string => JSON.stringify(value, undefined, 2);
