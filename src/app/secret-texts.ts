import { AppError, Secret } from "../base/index.ts";
import { SECRET_KEYS } from "../config/index.ts";
import { ENCRYPTED_TEXT, keyIdOf, type SecretBox } from "../secrets/index.ts";
import { childPath, parseSource, type ScalarNode, type SourceNode } from "../source/index.ts";
import { isClearSecret } from "./secret-masks.ts";

// Secrets in the text of a file, changed in place: comments, order and line breaks stay, so that a diff shows the
// secrets and nothing else.

/** A secret in clear text and where it stands; its value is not part of it. */
export interface ClearSecret {
  /** JSON pointer. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Whether it is written so that it can be changed in place. */
  readonly replaceable: boolean;
}

/** @returns undefined when the text cannot be read as JSON or YAML */
export function clearSecretsIn(text: string): readonly ClearSecret[] | undefined {
  return findClear(text)?.map(({ path, line, length }) => ({
    path,
    line,
    replaceable: length !== undefined,
  }));
}

/**
 * Encrypts every secret that stands in clear text and can be changed in place.
 * @throws {AppError} `app.secret-text` when the outcome would not read as before; nothing is lost then
 */
export function encryptSecretsIn(text: string, box: SecretBox): string {
  const found = findClear(text) ?? [];
  const pieces: string[] = [];
  let from = 0;
  for (const { at, length, node } of found) {
    if (length === undefined) continue;
    pieces.push(text.slice(from, at), `"${box.encrypt(new Secret(node.value))}"`);
    from = at + length;
  }
  const changed = pieces.join("") + text.slice(from);
  const left = found.filter(({ length }) => length === undefined).length;
  if (findClear(changed)?.length === left) return changed;
  throw new AppError("app.secret-text", "the secrets cannot be encrypted in place.", {
    remedy: "Write the file as plain JSON.",
  });
}

interface Found {
  readonly path: string;
  readonly at: number;
  readonly line: number;
  readonly node: ScalarNode<string>;
  /** Of the text as it is written; undefined when that is not clear. */
  readonly length: number | undefined;
}

function findClear(text: string): readonly Found[] | undefined {
  const source = parseSource(text);
  if (!source.ok) return undefined;
  // A node that YAML aliases refer to is met more than once.
  const found = new Map<number, Omit<Found, "line">>();
  const visit = (node: SourceNode, path: string): void => {
    if (node.kind === "list")
      for (const [index, item] of node.items.entries()) visit(item, childPath(path, index));
    if (node.kind !== "map") return;
    for (const [key, { node: value }] of node.entries) {
      const below = childPath(path, key);
      if (isSecret(key, value))
        found.set(value.at, { path: below, at: value.at, node: value, length: writtenLength(text, value) });
      else if (key !== "vars") visit(value, below);
    }
  };
  visit(source.root, "");
  return withLines(
    text,
    [...found.values()].toSorted((a, b) => a.at - b.at),
  );
}

/** Counted once through the text, which may be long. */
function withLines(text: string, sorted: readonly Omit<Found, "line">[]): readonly Found[] {
  let [line, next] = [1, text.indexOf("\n")];
  return sorted.map((found) => {
    for (; next >= 0 && next < found.at; next = text.indexOf("\n", next + 1)) line += 1;
    return { ...found, line };
  });
}

function isSecret(key: string, node: SourceNode): node is ScalarNode<string> {
  return node.kind === "scalar" && SECRET_KEYS.some((known) => known === key) && isClearSecret(node.value);
}

const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\[^\n])*"/y;
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
/** What may follow a plain scalar of YAML on its line. */
const PLAIN_END = /^[ \t]*(?:\r?\n|$|,|\}|\]| #)/;

function writtenLength(text: string, { at, value }: ScalarNode<string>): number | undefined {
  if (text.startsWith(value, at))
    return PLAIN_END.test(text.slice(at + value.length)) ? value.length : undefined;
  const double = matchAt(DOUBLE_QUOTED, text, at);
  if (double !== undefined) return parsesTo(double, value) ? double.length : undefined;
  const single = matchAt(SINGLE_QUOTED, text, at);
  return single?.slice(1, -1).replaceAll("''", "'") === value ? single.length : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function parsesTo(written: string, value: string): boolean {
  try {
    return JSON.parse(written) === value;
  } catch {
    return false;
  }
}

/** The keys that the encrypted texts in a text were encrypted with. */
export function keyIdsIn(text: string): ReadonlySet<string> {
  return new Set((text.match(ENCRYPTED_TEXT) ?? []).flatMap((found) => keyIdOf(found) ?? []));
}

/**
 * Encrypts anew what older keys encrypted; whatever else the text is. What cannot be decrypted stays as it is.
 * @returns how many were changed, and why others were not
 */
export function reencryptIn(
  text: string,
  box: SecretBox,
): { readonly text: string; readonly changed: number; readonly problems: readonly AppError[] } {
  const problems: AppError[] = [];
  let changed = 0;
  const outcome = text.replaceAll(ENCRYPTED_TEXT, (found) => {
    if (keyIdOf(found) === box.currentId) return found;
    try {
      const anew = box.encrypt(box.decrypt(found));
      changed += 1;
      return anew;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(error);
      return found;
    }
  });
  return { text: outcome, changed, problems };
}
