import type { ServiceJson } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { DeliveryStats, LogHealth } from "../ingest/index.ts";
import type { LimitWarning, StoreFigures } from "../store/index.ts";
import { type Finding, formatFinding } from "./extensions.ts";

type Warning = ServiceJson["warnings"][number];

/** What warnings are made from, as it is now. */
export interface WarningSources {
  readonly problems: () => readonly Finding[];
  readonly sinks: () => readonly DeliveryStats[];
  readonly queue: () => LogHealth;
  /** Undefined: the store is off. */
  readonly store:
    | (() => { readonly figures: StoreFigures; readonly limits: readonly LimitWarning[] })
    | undefined;
}

/** A warning, and what makes it the same one as before, whatever figures are in its text. */
interface Found extends Omit<Warning, "since" | "last"> {
  readonly subject: string;
  /** Of what is counted: it has happened again when this grows. */
  readonly count?: number;
}

/** Monotonic: a clock that is set makes no warning older or younger. */
interface Seen {
  readonly sinceMs: number;
  readonly count: number | undefined;
  readonly lastMs: number;
}

/** Nobody may look for days, and what is wrong is as old as it is. */
const LOOK_EVERY_MS = 10_000;

/** What an operator should look at, each with the time since which it is so. */
export class Warnings {
  readonly #sources: WarningSources;
  readonly #clock: Clock;
  #seen: ReadonlyMap<string, Seen> = new Map();

  constructor(sources: WarningSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
  }

  /** Looks again and again until the signal, so that each warning has the time when it began. Never rejects. */
  async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#look();
      await this.#clock.sleepUntil(this.#clock.monotonicMs() + LOOK_EVERY_MS, signal).catch(() => undefined);
    }
  }

  current(): readonly Warning[] {
    const found = this.#look();
    const wallMs = (atMs: number): number =>
      Math.round(this.#clock.wallMs() - this.#clock.monotonicMs() + atMs);
    return found.map(({ subject, count, ...warning }) => {
      const { sinceMs, lastMs } = this.#seen.get(subject)!;
      return { ...warning, since: wallMs(sinceMs), ...(count !== undefined && { last: wallMs(lastMs) }) };
    });
  }

  #look(): readonly Found[] {
    const nowMs = this.#clock.monotonicMs();
    const found = this.#all();
    this.#seen = new Map(
      found.map(({ subject, count }) => [subject, seenNow(this.#seen.get(subject), count, nowMs)]),
    );
    return found;
  }

  #all(): Found[] {
    const { problems, sinks, queue, store } = this.#sources;
    const { fault } = queue();
    return [
      ...(fault === undefined
        ? []
        : [
            {
              subject: "queue.disk",
              code: "queue.disk",
              message: `the disk takes no lines: ${fault.reason}`,
              remedy: "Free space in dataDir, or mend its disk: lines are only in memory until then.",
            },
          ]),
      ...sinks().flatMap(sinkWarnings),
      ...(store === undefined ? [] : storeWarnings(store())),
      ...problems().map(problemWarning),
    ];
  }
}

const seenNow = (before: Seen | undefined, count: number | undefined, nowMs: number): Seen => ({
  sinceMs: before?.sinceMs ?? nowMs,
  count,
  lastMs: before !== undefined && before.count === count ? before.lastMs : nowMs,
});

function problemWarning(finding: Finding): Found {
  const message = formatFinding(finding);
  return {
    subject: message,
    code: finding.code,
    message,
    remedy:
      finding.severity === "error"
        ? "Correct the file: until then stays in force what was before."
        : "Correct the file; the rest of it is in force.",
  };
}

function sinkWarnings(stats: DeliveryStats): Found[] {
  const warnings: Found[] = [];
  const { sink, state, lastError } = stats;
  const waiting = `${counted(stats.queued)} lines wait for it`;
  if (state === "refused") {
    const remedy = saidOf(lastError) ?? "Look into the log for its answer: token, certificate or address.";
    const message = `sink ${sink} refuses what is sent; ${waiting}`;
    warnings.push({ subject: `refused ${sink}`, code: "sink.refused", message, remedy });
  } else if (state === "backingOff") {
    const message = `sink ${sink} takes nothing now; ${waiting}`;
    const remedy = [saidOf(lastError), "It is tried again by itself."].join(" ").trim();
    warnings.push({ subject: `away ${sink}`, code: "sink.away", message, remedy });
  }
  return [...warnings, ...lostWarnings(stats)];
}

type DropReason = keyof DeliveryStats["dropped"];

const LOST: Readonly<Record<DropReason, { readonly words: string; readonly remedy?: string }>> = {
  queueFull: {
    words: "as the queue was full",
    remedy:
      "It took less than came. queue.maxMegabytes, the sink's maxQueueLines and, while the disk takes none, queue.memoryMegabytes say how much may wait.",
  },
  tooOld: {
    words: "too old for it",
    remedy:
      "It was away for longer than it takes lines afterwards, or the clock of who stamped them is wrong.",
  },
  tooLarge: {
    words: "too large for it",
    remedy: "The log has its answer. Shorten the dimensions of these lines with a filter or a variable.",
  },
  undeliverable: {
    words: "that it never takes",
    remedy: "The log has its answer; most often url leads to another API.",
  },
  damaged: { words: "damaged on disk", remedy: "Check the disk of dataDir; the log names the files." },
  stopped: { words: "at a stop" },
};

function lostWarnings({ sink, dropped }: DeliveryStats): Found[] {
  const lost = (Object.entries(dropped) as [DropReason, number][])
    .filter(([, lines]) => lines > 0)
    .toSorted((a, b) => b[1] - a[1]);
  const [most] = lost;
  if (most === undefined) return [];
  const reasons = lost.map(([reason, lines]) => `${counted(lines)} ${LOST[reason].words}`).join(", ");
  return [
    {
      subject: `dropped ${sink}`,
      code: "sink.dropped",
      message: `sink ${sink} has lost lines since the start: ${reasons}`,
      remedy: LOST[most[0]].remedy,
      count: lost.reduce((sum, [, lines]) => sum + lines, 0),
    },
  ];
}

const counted = (lines: number): string => lines.toLocaleString("en");

/** What the other side said last, and what to do about it. */
function saidOf(error: DeliveryStats["lastError"]): string | undefined {
  if (error === undefined) return undefined;
  const { reason, remedy } = error;
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  return remedy === undefined ? sentence : `${sentence} ${remedy}`;
}

function storeWarnings({
  figures: { fault, droppedSamples },
  limits,
}: {
  readonly figures: StoreFigures;
  readonly limits: readonly LimitWarning[];
}): Found[] {
  return [
    ...(fault === undefined
      ? []
      : [
          {
            subject: "store.disk",
            code: "store.disk",
            message: `the store keeps in memory what its disk does not take: ${fault}`,
          },
        ]),
    ...(droppedSamples === 0
      ? []
      : [
          {
            subject: "store.dropped",
            code: "store.dropped",
            message: `the store has lost ${counted(droppedSamples)} samples since the start: its disk took none for too long, or more came than it could take`,
            remedy: "Charts have gaps there; delivery is not concerned. Look at the disk of dataDir.",
            count: droppedSamples,
          },
        ]),
    ...limits.map(({ name, metric = "", text }) => ({
      subject: `store ${name} ${metric}`,
      code: `store.${name}`,
      message: text,
    })),
  ];
}
