import { useState } from "react";
import { ApiFailure } from "../api/client.ts";
import type { Draft } from "./draft.ts";
import { type ConfigurationElement, elementsOf } from "./element.ts";
import type { SavedPart } from "./saved-parts.ts";
import { createConfigurations, useRefresh } from "./setup-api.ts";
import type { ChangeDraft } from "./use-draft.ts";

export interface Saving {
  readonly busy: boolean;
  readonly failure: unknown;
  save(): Promise<void>;
}

export interface SavingParts {
  readonly draft: Draft;
  readonly change: ChangeDraft;
  readonly parts: readonly SavedPart[];
}

/** Makes the draft a configuration, or several. */
export function useSaving({ draft, change, parts }: SavingParts): Saving {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const elements = elementsOf(draft, parts);
      // All or none: what is refused is not to be found out when a part is saved already.
      if (elements.length > 1) await created(draft.extension, elements, true);
      const objectIds = await created(draft.extension, elements, false);
      await refresh();
      change({ objectIds });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, save };
}

/** @returns their ids @throws {ApiFailure} when one of them was refused */
async function created(
  extension: string,
  elements: readonly ConfigurationElement[],
  validateOnly: boolean,
): Promise<readonly string[]> {
  const made = await createConfigurations(extension, elements, validateOnly);
  if (made.length < elements.length)
    throw new Error("The service gave no answer for this configuration. Try again.");
  return made.map((one) => {
    if (one.code === 200) return one.objectId;
    throw new ApiFailure(one.code, one.error.message, one.error.constraintViolations);
  });
}
