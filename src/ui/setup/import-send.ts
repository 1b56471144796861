import type { ActivationElement } from "./activation-text.ts";
import { byExtension, type Imported, importedOf, withCredential } from "./import-plan.ts";
import { createConfigurations } from "./setup-api.ts";

/** @param credential  in place of secrets that were left out; null: none was chosen */
export const withCredentials = (
  elements: readonly ActivationElement[],
  credential: string | null,
): readonly ActivationElement[] =>
  credential === null
    ? elements
    : elements.map((element) => ({ ...element, value: withCredential(element.value, credential) }));

/** As many as the API takes at once. */
const AT_ONCE = 100;

/** Checks or creates all of them, some at a time. @throws {ApiFailure} */
export async function sent(
  elements: readonly ActivationElement[],
  validateOnly: boolean,
): Promise<readonly Imported[]> {
  const results: Imported[] = [];
  for (const [extension, group] of byExtension(elements)) {
    for (let from = 0; from < group.length; from += AT_ONCE) {
      const part = group.slice(from, from + AT_ONCE);
      const created = await createConfigurations(
        extension,
        part.map(({ scope, value }) => ({ scope, value })),
        validateOnly,
      );
      results.push(...part.map((element, i) => importedOf(element, created[i])));
    }
  }
  return results;
}
