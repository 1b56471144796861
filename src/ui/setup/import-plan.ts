import type { Created, Violation } from "../../api/contract/index.ts";
import type { ActivationElement } from "./activation-text.ts";
import { SECRET_MASK } from "./credential-form.ts";

/** One element of an import, and what the service said of it. */
export interface Imported {
  readonly element: ActivationElement;
  readonly ok: boolean;
  readonly message: string;
  readonly violations: readonly Violation[];
}

/** Puts a named credential where an export has left the secret out. */
export function withCredential(value: unknown, credential: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withCredential(one, credential));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === "authentication" && isMasked(one) ? { credential } : withCredential(one, credential),
    ]),
  );
}

const isMasked = (authentication: unknown): boolean =>
  typeof authentication === "object" &&
  authentication !== null &&
  Object.values(authentication).includes(SECRET_MASK);

/** The API takes those of one extension at a time. */
export function byExtension(
  elements: readonly ActivationElement[],
): ReadonlyMap<string, readonly ActivationElement[]> {
  const groups = new Map<string, ActivationElement[]>();
  for (const element of elements)
    groups.set(element.extension, [...(groups.get(element.extension) ?? []), element]);
  return groups;
}

export function importedOf(element: ActivationElement, created: Created | undefined): Imported {
  if (created === undefined)
    return { element, ok: false, message: "The service said nothing of it.", violations: [] };
  if (created.code === 200) return { element, ok: true, message: "", violations: created.warnings };
  return {
    element,
    ok: false,
    message: created.error.message,
    violations: created.error.constraintViolations,
  };
}

/** Extension and name of an element or configuration: two of them look the same in every list. */
export const twinKey = (extension: string, description: unknown): string =>
  `${extension} ${typeof description === "string" ? description : ""}`;

/** Whether one of this extension and name is there already: an import makes it once more. */
export const isTwin = ({ extension, value }: ActivationElement, known: ReadonlySet<string>): boolean =>
  known.has(twinKey(extension, descriptionOf(value)));

const descriptionOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)["description"] : undefined;

/** What it is called in a list. */
export function elementName({ value }: ActivationElement, place: number): string {
  const description = descriptionOf(value);
  return typeof description === "string" && description !== "" ? description : `Element ${place + 1}`;
}
