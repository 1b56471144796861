import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { statusWords, type Tone } from "../words/status.ts";

/** How a configuration is, in a word, and its devices in a few. */
export interface StatusLine {
  readonly tone: Tone;
  readonly label: string;
  readonly detail: string;
}

type Told = Pick<ConfigurationSummary, "enabled" | "status" | "message" | "codes" | "findings">;

export function statusLine({ enabled, status, message, codes, findings }: Told): StatusLine {
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) return { tone: "error", label: "File is broken", detail: error.message };
  if (!enabled) return { tone: "pending", label: "Disabled", detail: "Not polled." };
  switch (status) {
    case "OK":
      return { tone: "ok", label: "OK", detail: countsText(codes) };
    case "WARNING":
      return { tone: "warning", label: "Incomplete", detail: countsText(codes) || message };
    case "ERROR":
      return { tone: "error", label: "Failing", detail: countsText(codes) || message };
    default:
      return { tone: "pending", label: "Waiting", detail: "Not polled yet." };
  }
}

/** `5 OK, 1 no answer`. */
function countsText(codes: Readonly<Record<string, number>>): string {
  const entries = Object.entries(codes);
  return entries
    .map(([code, count]) => `${count} ${entries.length === 1 && code === "OK" ? "OK" : labelOf(code)}`)
    .join(", ");
}

const labelOf = (code: string): string => {
  const { label } = statusWords(code);
  return label === "OK" ? label : label.toLowerCase();
};
