import { useEffect, useState } from "react";
import type { Configuration } from "../../api/contract/index.ts";
import { ApiFailure, put } from "../api/client.ts";
import { configurationUrl } from "../api/paths.ts";
import { type Edit, editOf, followed, isDirty, isOutdated, savedAs } from "./configuration-edit.ts";
import type { ConfigurationValue } from "./element.ts";
import { useRefresh } from "./setup-api.ts";

/** How the last save went; undefined: nothing was saved since the last change. */
export type SaveState =
  | { readonly kind: "busy" }
  | { readonly kind: "saved" }
  | { readonly kind: "failed"; readonly failure: unknown };

export interface ConfigurationEdit {
  readonly value: ConfigurationValue;
  readonly base: ConfigurationValue;
  readonly isDirty: boolean;
  /** Somebody else changed it while it was edited here. */
  readonly isContested: boolean;
  readonly state: SaveState | undefined;
  readonly change: (value: ConfigurationValue) => void;
  /** @param revision  that it replaces; default: the one that was edited */
  readonly save: (value: ConfigurationValue, revision?: string) => void;
  /** Drops what was edited for what is stored. */
  readonly take: () => void;
}

/** Edits one configuration. @param stored  as the service has it, anew whenever it changes */
export function useConfigurationEdit(extension: string, stored: Configuration): ConfigurationEdit {
  const refresh = useRefresh();
  const [edit, setEdit] = useState<Edit>(() => editOf(stored));
  const [state, setState] = useState<SaveState>();
  const isBusy = state?.kind === "busy";
  useEffect(() => {
    if (!isBusy) setEdit((before) => followed(before, stored));
  }, [isBusy, stored]);

  const save = async (sent: ConfigurationValue, revision: string): Promise<void> => {
    setState({ kind: "busy" });
    try {
      const { revision: after } = await put<{ readonly revision: string }>(
        configurationUrl(extension, stored.objectId),
        { value: sent },
        { headers: { "if-match": `"${revision}"` } },
      );
      setEdit((before) => savedAs(before, { shown: edit.value, sent, revision: after }));
      await refresh();
      setState({ kind: "saved" });
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.status === 412) await refresh();
      setState({ kind: "failed", failure });
    }
  };
  return {
    value: edit.value,
    base: edit.base,
    isDirty: isDirty(edit),
    isContested: !isBusy && isDirty(edit) && isOutdated(edit, stored),
    state,
    change: (value) => {
      // Said until something else is to be said.
      if (!isBusy) setState(undefined);
      setEdit((before) => ({ ...before, value }));
    },
    save: (value, revision = edit.revision) => void save(value, revision),
    take: () => {
      setEdit(editOf(stored));
      setState(undefined);
    },
  };
}
