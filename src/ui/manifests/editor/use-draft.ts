import { useEffect, useMemo, useRef, useState } from "react";
import { now } from "../../app/now.ts";
import { draftKey, type Edited, readDraft } from "./draft.ts";
import { DraftKeeper } from "./draft-keeper.ts";

/** After the last key. */
const DRAFT_AFTER_MS = 500;

export interface KeptDraft {
  /** False: this browser keeps nothing, so it asks before the page is left. */
  readonly kept: boolean;
  /** Somebody types into the same version in another tab: what is typed last is kept. */
  readonly alsoElsewhere: boolean;
  readonly closeElsewhere: () => void;
  /** It is installed. */
  readonly drop: () => void;
}

/** Keeps what is not installed yet in this browser. @param text  undefined: it is what is installed */
export function useDraft({ name, version }: Edited, text: string | undefined): KeptDraft {
  const keeper = useMemo(() => new DraftKeeper(localStorage, { name, version }), [name, version]);
  const [kept, setKept] = useState(true);
  // What was brought back is kept already, and from when it was typed.
  const last = useRef(text);
  useEffect(() => {
    if (text !== undefined && text === last.current) return;
    last.current = text;
    keeper.note(text);
    const timer = setTimeout(() => setKept(keeper.flush(now())), DRAFT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [keeper, text]);
  useEffect(() => {
    const flush = (): void => void keeper.flush(now());
    addEventListener("pagehide", flush);
    return () => {
      removeEventListener("pagehide", flush);
      flush();
    };
  }, [keeper]);
  useEffect(() => {
    if (kept) return;
    const ask = (event: Event): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [kept]);
  const [alsoElsewhere, setElsewhere] = useAlsoElsewhere({ name, version });
  return { kept, alsoElsewhere, closeElsewhere: () => setElsewhere(false), drop: () => keeper.drop() };
}

function useAlsoElsewhere({ name, version }: Edited): readonly [boolean, (is: boolean) => void] {
  const [isElsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    // Of this storage only other tabs are told.
    const onStorage = ({ key, newValue }: StorageEvent): void => {
      if (key === draftKey({ name, version }) && newValue !== null) setElsewhere(true);
    };
    addEventListener("storage", onStorage);
    return () => removeEventListener("storage", onStorage);
  }, [name, version]);
  return [isElsewhere, setElsewhere];
}

/** Whether there is work on a version that is not installed yet. */
export function useHasDraft({ name, version }: Edited): boolean {
  const [has, setHas] = useState(false);
  // Only now an editor that was left has written what it had noted.
  useEffect(() => setHas(readDraft(localStorage, { name, version }) !== undefined), [name, version]);
  return has;
}
