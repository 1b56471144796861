import type { Offer } from "../../api/contract/index.ts";

export type OfferedVariable = Offer["variables"][number];

/** What is wrong with the value of a variable; its declaration in the manifest says. The service checks it, too. */
export function variableComplaint(variable: OfferedVariable, value: string): string | undefined {
  const { required, defaultValue = "", maxLength, pattern } = variable;
  if (value === "") return required && defaultValue === "" ? "This one must be given." : undefined;
  if (maxLength !== undefined && value.length > maxLength)
    return `Has ${value.length} characters; at most ${maxLength} are allowed.`;
  if (pattern !== undefined && !matches(pattern, value)) return `Has to match ${pattern}`;
  return undefined;
}

/** Patterns are written for another engine: one that ours does not read is left to the service. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(value);
  } catch {
    return true;
  }
}

/** Without those that are empty: they stand for the default. */
export const givenVars = (vars: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== ""));
