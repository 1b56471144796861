import type { SecretBox } from "../../secrets/index.ts";
import { encryptAuthentication, encryptSecrets } from "../secret-masks.ts";
import type { VersionKind } from "./versions.ts";

/**
 * What is kept of a content: its secrets in clear text are encrypted, where there is a key.
 * @returns rejects when the key cannot be read: nothing is to be kept in clear text for that
 */
export type Seal = (kind: VersionKind, content: unknown) => Promise<unknown>;

/** @param findBox  the keys as they are now */
export function sealing(findBox: () => Promise<SecretBox | undefined>): Seal {
  return async (kind, content) => {
    if (kind === "extensions") return content; // there are no secrets in them
    const box = await findBox();
    if (box === undefined) return content;
    return kind === "credentials" ? encryptAuthentication(content, box) : encryptSecrets(content, box);
  };
}
