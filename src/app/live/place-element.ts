import { ApiError } from "../../api/index.ts";
import { type ElementJson, elementsOf, withElement } from "./element-text.ts";
import type { StoredElement } from "./stored-element.ts";

/**
 * The text of a file with an element in place of the stored one.
 * @throws {ApiError} 409 where something of the file would be lost
 */
export function textWith(stored: StoredElement, json: ElementJson): string {
  const { element, onDisk } = stored;
  refuseMixedUp(stored);
  const text = onDisk === undefined ? undefined : withElement(onDisk, element.position, json);
  if (text !== undefined) return text;
  throw notPlain(stored);
}

/**
 * The text of a file without an element.
 * @returns undefined when the file is to be removed
 * @throws {ApiError} 409 where something of the file would be lost, or other configurations would change their ids
 */
export function textWithout(stored: StoredElement): string | undefined {
  const { element, onDisk } = stored;
  const { file, position, count } = element;
  if (file.origin === "folder" && count === 1) return undefined;
  refuseMixedUp(stored);
  // Ids count the places in a file, and what is known of devices is kept by them.
  const keepsIds = position === count - 1 && (file.origin === "service" || count > 2);
  if (!keepsIds) throw idsWouldChange(stored);
  const text = onDisk === undefined ? undefined : withElement(onDisk, position, undefined);
  if (text !== undefined) return text;
  throw notPlain(stored);
}

/** A broken file may have other elements in other places than those in force. */
function refuseMixedUp({ element, onDisk, broken }: StoredElement): void {
  if (broken.length === 0) return;
  const isOne = element.count === 1 && onDisk !== undefined && elementsOf(onDisk)?.length === 1;
  if (isOne) return;
  const message = `${element.file.path} was changed and has errors, so its configurations cannot be changed here.`;
  throw new ApiError(409, "config.file-broken", message, { remedy: "Correct the file first." });
}

function notPlain({ element: { file } }: StoredElement): ApiError {
  const message = `${file.path} is not plain JSON: comments or YAML in it would be lost.`;
  return new ApiError(409, "config.not-plain", message, {
    remedy: "Change the file itself; it takes effect within a second.",
  });
}

function idsWouldChange({ element: { file } }: StoredElement): ApiError {
  const message = `${file.path} holds several configurations, and without this one others would get new ids.`;
  return new ApiError(409, "config.ids-change", message, {
    remedy: 'Set "enabled": false in it, or put the configurations into files of their own.',
  });
}
