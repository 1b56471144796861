import type { Device } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import { statusWords } from "../words/status.ts";
import { formatSpan } from "../words/units.ts";

/** What is wrong with a device, and what to do. */
export interface Health {
  readonly tone: "warning" | "error" | "info";
  readonly title: string;
  /** One for each group that is not well. */
  readonly causes: readonly string[];
  readonly remedy: string | undefined;
}

/** @returns undefined for a device that is as it should be */
export function healthOf({ code, message, cause, remedy }: Device): Health | undefined {
  const { tone, meaning } = statusWords(code);
  if (tone === "ok") return undefined;
  return {
    tone: tone === "pending" ? "info" : tone,
    title: meaning,
    causes: causesIn(cause ?? message).map(sentence),
    remedy: remedy === undefined ? undefined : sentence(remedy),
  };
}

/** Complaints of several groups come in one text. */
const causesIn = (text: string): readonly string[] => text.split(/; (?=group )/).filter((one) => one !== "");

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ANSWERING: ReadonlySet<string> = new Set(["OK", "WARNING"]);

/** Whether it is polled well, at least in part; otherwise what is known of it is from before. */
export const isAnswering = ({ code }: Pick<Device, "code">): boolean => ANSWERING.has(code);

/** Less is how any poll begins. */
const LATE_MS = 1_000;

/** `every 1 min, took 38 ms, 981 lines`; of a device that does not answer only what is still true. */
export function pollWords(device: Device): string {
  const { intervalMs, latenessMs, pollDurationMs, linesPerRound, skipped } = device;
  const answers = isAnswering(device);
  const words = [
    intervalMs === undefined ? undefined : `every ${formatSpan(intervalMs)}`,
    pollDurationMs === undefined || !answers ? undefined : `took ${formatSpan(pollDurationMs)}`,
    latenessMs === undefined || latenessMs < LATE_MS ? undefined : `began ${formatSpan(latenessMs)} late`,
    answers ? counted(linesPerRound, "line") : undefined,
    skipped === 0 ? undefined : `${counted(skipped, "poll")} left out`,
  ];
  return words.filter((word) => word !== undefined).join(", ");
}
