import type { Event } from "../../api/contract/index.ts";
import type { Tone } from "../words/status.ts";

export const EVENT_TONES: Readonly<Record<Event["severity"], Tone>> = {
  info: "ok",
  warning: "warning",
  error: "error",
};

/** As a heading says it. */
export const EVENT_KINDS: Readonly<Record<string, string>> = {
  status: "Status",
  config: "Change",
  log: "Log",
  limit: "Limit",
};

/** Latest first; those with all words of the text. */
export function shownEvents(events: readonly Event[], text: string): readonly Event[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return events.filter(({ title, kind, attributes = {} }) => {
    const all = [title, kind, ...Object.values(attributes)].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
