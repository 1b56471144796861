// Work that is not installed yet, kept in this browser: a reload, or a lost session, costs nothing.

export interface Draft {
  readonly text: string;
  readonly atMs: number;
}

/** What is edited; both are empty for a new manifest. */
export interface Edited {
  readonly name: string;
  readonly version: string;
}

/** As `localStorage` is. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Each version has its own: to look at another one must neither show this work nor cost it. */
export const draftKey = ({ name, version }: Edited): string =>
  `snmpgate.manifest-draft:${name === "" ? "" : `${name} ${version}`}`;

export function readDraft(storage: DraftStorage, edited: Edited): Draft | undefined {
  try {
    const draft = JSON.parse(storage.getItem(draftKey(edited)) ?? "null") as Draft | null;
    return typeof draft?.text === "string" && typeof draft.atMs === "number" ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** @returns false when the browser keeps nothing: it is full, or forbids it */
export function keepDraft(storage: DraftStorage, edited: Edited, draft: Draft): boolean {
  try {
    storage.setItem(draftKey(edited), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(storage: DraftStorage, edited: Edited): void {
  try {
    storage.removeItem(draftKey(edited));
  } catch {
    // Nothing was kept there.
  }
}
