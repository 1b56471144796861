import { FIELD_LABELS, PROTOCOL_LABELS } from "./credential-words.ts";

// What the service says of a device, for somebody who sits at a form.

/** Fields of the step in which devices are entered. */
export const ANY_SOURCE_LABEL = "Accept answers from any IP";
export const TIMEOUT_LABEL = "Wait for an answer";

const LABELS: Readonly<Record<string, string>> = { ...FIELD_LABELS, ...PROTOCOL_LABELS };

/** Settings as files have them, and what they are called beside a form. */
const OTHERS: readonly (readonly [file: RegExp, form: string])[] = [
  [/\bneeds enableUnconnectedUdp: true/g, `needs “${ANY_SOURCE_LABEL}”, where its address is entered`],
  [/\bset enableUnconnectedUdp: true/g, `switch “${ANY_SOURCE_LABEL}” on, where the address is entered`],
  [/\braise timeoutSecs/g, `raise “${TIMEOUT_LABEL}”, where its address is entered`],
  [/\bCheck ip and port\b/g, "Check the address and the port"],
  [/\bCheck (ip|port)\b/g, "Check the $1"],
  [/\bCheck the ip\b/g, "Check the address"],
];

/**
 * A remedy names settings as files have them; in a form they are called otherwise.
 * remedyWords("Check authProtocol.") → "Check authentication protocol."
 */
export const remedyWords = (remedy: string): string =>
  OTHERS.reduce((text, [file, form]) => text.replaceAll(file, form), remedy).replaceAll(
    /\b(?:authProtocol|authPassword|privProtocol|privPassword|userName|securityLevel|contextName|AES(?:192|256)C?)\b/g,
    (name) => {
      const label = LABELS[name] ?? name;
      return name.startsWith("AES") ? label : label.toLowerCase();
    },
  );

/**
 * With a capital at the beginning and a full stop at the end.
 * What begins with a name, of a credential or of a host, begins as that is written.
 */
export function sentenceOf(message: string): string {
  const text = /[.!?]$/.test(message) ? message : `${message}.`;
  return /^(?:\S+: |\S*[.\d:_-])/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
