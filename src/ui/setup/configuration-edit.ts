import type { Configuration } from "../../api/contract/index.ts";
import { type ConfigurationValue, valueOf } from "./element.ts";

// A configuration while it is edited, and what others do to it meanwhile.

type Stored = Pick<Configuration, "value" | "revision">;

export interface Edit {
  readonly value: ConfigurationValue;
  /** What was stored when it was last taken or saved. */
  readonly base: ConfigurationValue;
  readonly revision: string;
  /** The answer of the service that was taken last. */
  readonly from: Stored;
}

export const editOf = (stored: Stored): Edit => {
  const value = valueOf(stored.value);
  return { value, base: value, revision: stored.revision, from: stored };
};

export const isDirty = ({ value, base }: Edit): boolean => JSON.stringify(value) !== JSON.stringify(base);

/** Somebody else changed it since. An answer that is older than one's own save says nothing. */
export const isOutdated = ({ revision, from }: Edit, stored: Stored): boolean =>
  stored !== from && stored.revision !== revision;

/** What nobody has touched here follows the service, which also hides secrets that were just saved. */
export const followed = (edit: Edit, stored: Stored): Edit =>
  stored === edit.from || isDirty(edit) ? edit : editOf(stored);

/**
 * After a save. What was typed meanwhile stays.
 * @param shown  the value of the edit when the save began
 * @param sent  what was saved: that value, or one beside it
 */
export const savedAs = (
  edit: Edit,
  { shown, sent, revision }: { shown: ConfigurationValue; sent: ConfigurationValue; revision: string },
): Edit => ({ ...edit, value: edit.value === shown ? sent : edit.value, base: sent, revision });
