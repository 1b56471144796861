// Work that is not installed yet, kept in this browser: a reload, or a lost session, costs nothing.

export interface Draft {
  readonly text: string;
  /** What it was made from; empty for the template. */
  readonly base: string;
  readonly atMs: number;
}

/** As `localStorage` is. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = "snmpgate.manifest-draft:";
const keyOf = (extension: string): string => `${PREFIX}${extension}`;

/** @param extension  its name; empty for a new one */
export function readDraft(storage: DraftStorage, extension: string): Draft | undefined {
  try {
    const draft = JSON.parse(storage.getItem(keyOf(extension)) ?? "null") as Draft | null;
    return typeof draft?.text === "string" && typeof draft.atMs === "number" ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** @returns false when the browser keeps nothing: it is full, or forbids it */
export function keepDraft(storage: DraftStorage, extension: string, draft: Draft): boolean {
  try {
    storage.setItem(keyOf(extension), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(storage: DraftStorage, extension: string): void {
  try {
    storage.removeItem(keyOf(extension));
  } catch {
    // Nothing was kept there.
  }
}
