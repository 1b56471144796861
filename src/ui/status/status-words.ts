import type { ServiceStatus } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import { statusWords, type Tone, toneRank } from "../words/status.ts";
import { formatCount, formatPercent, formatSpan } from "../words/units.ts";
import { isGrave } from "./grave.ts";

// How the service is, in sentences: what needs somebody comes first.

export interface Attention {
  readonly key: string;
  readonly tone: Tone;
  readonly text: string;
  readonly remedy?: string | undefined;
  /** When it began; milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** When it happened last, of what is counted. */
  readonly last?: number | undefined;
  /** Where to look. */
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}

/** Polls that begin so much after they were due are no longer at their minute. */
const LATE_MS = 5_000;
const BUSY_RATIO = 0.9;

/** All that somebody should look at, the gravest first. */
export function attentionOf(status: ServiceStatus): Attention[] {
  return [
    ...failingDevices(status),
    ...warningsOf(status),
    ...latePolls(status),
    ...busyThreads(status),
  ].toSorted((a, b) => toneRank(a.tone) - toneRank(b.tone));
}

function failingDevices({ devices }: ServiceStatus): Attention[] {
  return Object.entries(devices).flatMap(([code, count]): Attention[] => {
    const { tone, label, meaning } = statusWords(code);
    if (count === 0 || tone === "ok" || tone === "pending") return [];
    const href = `/devices?status=${encodeURIComponent(code)}`;
    return [
      {
        key: `devices ${code}`,
        tone,
        text: `${counted(count, "device")} ${count === 1 ? "is" : "are"} “${label}”. ${ofMany(meaning, count)}`,
        link: {
          href,
          label: count === 1 ? "Show it with cause and remedy" : "Show them with cause and remedy",
        },
      },
    ];
  });
}

/** What is said of one, said of several. */
const ofMany = (meaning: string, count: number): string =>
  count === 1 ? meaning : meaning.replace(/^It /, "Each ").replace(/\bthis (?:device|address)\b/, "them");

const warningsOf = ({ warnings, at }: ServiceStatus): Attention[] =>
  warnings.map((warning) => ({
    key: `${warning.code} ${warning.message.replaceAll(/\d[\d,]*/g, "#")}`,
    tone: isGrave(warning, at) ? "error" : "warning",
    text: sentence(warning.message),
    remedy: warning.remedy,
    since: warning.since,
    last: warning.last,
  }));

function latePolls({ polling: { lateness } }: ServiceStatus): Attention[] {
  if (lateness === undefined || lateness.p99Ms < LATE_MS) return [];
  return [
    {
      key: "late",
      tone: "warning",
      text: `One poll in a hundred begins ${formatSpan(lateness.p99Ms)} late or more.`,
      remedy: "Look which poller below is busy; more cores or longer intervals help.",
    },
  ];
}

function busyThreads({ polling: { threads } }: ServiceStatus): Attention[] {
  return threads.flatMap(({ name, busyRatio = 0, kernelDrops }): Attention[] => [
    ...(busyRatio < BUSY_RATIO
      ? []
      : [
          {
            key: `busy ${name}`,
            tone: "warning" as const,
            text: `The poller ${name} is busy ${formatPercent(busyRatio * 100)} of the time.`,
            remedy: "Poll fewer feature sets or less often, or give the service more cores (snmp.workers).",
          },
        ]),
    ...(kernelDrops === 0
      ? []
      : [
          {
            key: `drops ${name}`,
            tone: "warning" as const,
            text: `The kernel threw away ${formatCount(kernelDrops)} datagrams for ${name} since the start: replies came faster than they were fetched.`,
            remedy: "Raise net.core.rmem_max and snmp.receiveBufferBytes.",
          },
        ]),
  ]);
}

/** `All 6 devices are polled on time.` */
export function headlineOf(status: ServiceStatus): { readonly tone: Tone; readonly text: string } {
  const attention = attentionOf(status);
  const [gravest] = attention;
  const total = Object.values(status.devices).reduce((sum, count) => sum + count, 0);
  if (gravest !== undefined) {
    const count = attention.length;
    return {
      tone: gravest.tone,
      text: count === 1 ? "One thing needs attention" : `${count} things need attention`,
    };
  }
  if (total === 0) return { tone: "pending", text: "Nothing is polled yet" };
  const waiting = status.devices["PENDING"] ?? 0;
  if (waiting > 0)
    return {
      tone: "pending",
      text: `${formatCount(waiting)} of ${counted(total, "device")} wait for their first poll`,
    };
  return {
    tone: "ok",
    text: total === 1 ? "The device is polled on time" : `All ${counted(total, "device")} are polled on time`,
  };
}

/** `median 1 ms, p99 12 ms`. */
export function latenessWords(lateness: ServiceStatus["polling"]["lateness"]): string {
  if (lateness === undefined) return "nothing polled in the last minute";
  const { p50Ms, p99Ms } = lateness;
  if (p99Ms < 2) return "by less than 2 ms";
  return medianWords(p50Ms, p99Ms);
}

/** `median 1 ms, p99 61 ms`. */
export const medianWords = (p50Ms: number, p99Ms: number): string =>
  `median ${shortSpan(p50Ms)}, p99 ${shortSpan(p99Ms)}`;

const shortSpan = (ms: number): string => (ms < 1 ? "< 1 ms" : formatSpan(ms));

export const SINK_STATES: Readonly<
  Record<string, { readonly tone: Tone; readonly label: string; readonly about: string }>
> = {
  idle: { tone: "ok", label: "Idle", about: "Everything is delivered, or more lines are awaited." },
  sending: { tone: "ok", label: "Sending", about: "A batch is on its way." },
  backingOff: {
    tone: "warning",
    label: "Retrying",
    about: "It did not answer, or asked to wait; tried again soon, and lines wait on disk.",
  },
  refused: { tone: "error", label: "Refused", about: "It answers and does not take what is sent." },
  stopped: { tone: "pending", label: "Stopped", about: "Nothing is sent any more." },
};

export const sinkState = (state: string) =>
  SINK_STATES[state] ?? ({ tone: "warning", label: state, about: state } as const);

const DROP_WORDS: Readonly<Record<string, string>> = {
  queueFull: "as the queue was full",
  tooOld: "too old for it",
  tooLarge: "too large for it",
  undeliverable: "that it never takes",
  damaged: "damaged on disk",
  stopped: "at a stop",
};

/** `12,000 as the queue was full, 3 too old for it`; undefined for none. */
export function dropWords(droppedBy: Readonly<Record<string, number>>): string | undefined {
  const reasons = Object.entries(droppedBy).filter(([, lines]) => lines > 0);
  if (reasons.length === 0) return undefined;
  return reasons.map(([reason, lines]) => `${formatCount(lines)} ${DROP_WORDS[reason] ?? reason}`).join(", ");
}

/** An error that was followed by a delivery is history. */
export const isCurrentError = ({ lastError, lastDeliveredAt }: ServiceStatus["sinks"][number]): boolean =>
  lastError !== undefined && (lastDeliveredAt === undefined || lastDeliveredAt < lastError.at);

export const sentence = (text: string): string => {
  // A path or an address stays as it is written.
  const whole = /^[a-z]+[ ,;]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
};
