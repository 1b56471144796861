import { useState } from "react";
import { ApiFailure } from "../api/client.ts";
import type { CheckedDevice } from "./check-merge.ts";
import type { Draft } from "./draft.ts";
import { elementOf } from "./element.ts";
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
  /** Those that are ticked. */
  readonly devices: readonly CheckedDevice[];
  readonly featureSets: readonly string[];
}

/** Makes a configuration of the draft. */
export function useSaving({ draft, change, devices, featureSets }: SavingParts): Saving {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const [made] = await createConfigurations(draft.extension, [elementOf(draft, devices, featureSets)]);
      if (made === undefined)
        throw new Error("The service gave no answer for this configuration. Try again.");
      if (made.code !== 200) {
        throw new ApiFailure(made.code, made.error.message, made.error.constraintViolations);
      }
      await refresh();
      change({ objectId: made.objectId });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, save };
}
