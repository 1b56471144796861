import { FIELD_LABELS, PROTOCOL_LABELS } from "./credential-words.ts";

const LABELS: Readonly<Record<string, string>> = { ...FIELD_LABELS, ...PROTOCOL_LABELS };

/**
 * A remedy names settings as files have them; in a form they are called otherwise.
 * remedyWords("Check authProtocol.") → "Check the authentication protocol."
 */
export const remedyWords = (remedy: string): string =>
  remedy.replaceAll(
    /\b(?:authProtocol|authPassword|privProtocol|privPassword|userName|securityLevel|contextName|AES(?:192|256)C?)\b/g,
    (name) => {
      const label = LABELS[name] ?? name;
      return name.startsWith("AES") ? label : label.toLowerCase();
    },
  );
