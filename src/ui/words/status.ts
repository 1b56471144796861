// What a status code of a device means, in the words of who has to act on it (spec 2 §6.1).

export type Tone = "ok" | "pending" | "warning" | "error";

export interface StatusWords {
  readonly tone: Tone;
  /** One or two words, for a badge. */
  readonly label: string;
  /** What it means, as a sentence. */
  readonly meaning: string;
}

const WORDS: Readonly<Record<string, StatusWords>> = {
  OK: { tone: "ok", label: "OK", meaning: "Polled as planned, nothing is missing." },
  PENDING: { tone: "pending", label: "Waiting", meaning: "Not polled yet." },
  WARNING: {
    tone: "warning",
    label: "Incomplete",
    meaning: "It answers, but a part of the data is missing.",
  },
  AUTHENTICATION_ERROR: {
    tone: "error",
    label: "Credentials refused",
    meaning: "It answers, but does not accept the credentials.",
  },
  DEVICE_CONNECTION_ERROR: {
    tone: "error",
    label: "No answer",
    meaning: "No SNMP answer comes from this device.",
  },
  GENERIC_ERROR: {
    tone: "error",
    label: "Failing",
    meaning: "It answers with something that cannot be used.",
  },
  ok: { tone: "ok", label: "OK", meaning: "It answers, and takes the credentials." },
  pending: { tone: "pending", label: "Waiting", meaning: "Not asked yet." },
  checking: { tone: "pending", label: "Checking", meaning: "Being asked right now." },
};

export const TONES = ["error", "warning", "pending", "ok"] as const satisfies readonly Tone[];

export function statusWords(code: string): StatusWords {
  return WORDS[code] ?? { tone: "warning", label: code, meaning: code };
}

/** Worst first. */
export const toneRank = (tone: Tone): number => TONES.indexOf(tone);

/** The colour of Mantine's palette for each tone; a label or a shape always stands beside it. */
export const TONE_COLOR: Readonly<Record<Tone, string>> = {
  ok: "green",
  pending: "gray",
  warning: "yellow",
  error: "red",
};
