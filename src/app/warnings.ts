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

/** What an operator should look at, each with the time since which it is so. */
export class Warnings {
  readonly #sources: WarningSources;
  readonly #clock: Clock;
  /** By what is said: a warning is as old as its text. */
  #sinceMs: ReadonlyMap<string, number> = new Map();

  constructor(sources: WarningSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
  }

  current(): readonly Warning[] {
    const nowMs = this.#clock.wallMs();
    const warnings = this.#all().map((one) => {
      const key = `${one.code} ${one.message}`;
      return { ...one, since: this.#sinceMs.get(key) ?? nowMs };
    });
    this.#sinceMs = new Map(warnings.map(({ code, message, since }) => [`${code} ${message}`, since]));
    return warnings;
  }

  #all(): Omit<Warning, "since">[] {
    const { problems, sinks, queue, store } = this.#sources;
    const { fault } = queue();
    return [
      ...(fault === undefined
        ? []
        : [{ code: "queue.disk", message: `the disk takes no lines: ${fault.reason}` }]),
      ...sinks().flatMap(sinkWarning),
      ...(store === undefined ? [] : storeWarnings(store())),
      ...problems().map((finding) => ({ code: finding.code, message: formatFinding(finding) })),
    ];
  }
}

function sinkWarning({ sink, state, queued, dropped }: DeliveryStats): Omit<Warning, "since">[] {
  const lost = Object.entries(dropped).filter(([, lines]) => lines > 0);
  const warnings: Omit<Warning, "since">[] = [];
  if (state === "refused") {
    const message = `sink ${sink} refuses what is sent; ${queued} lines wait for it`;
    warnings.push({
      code: "sink.refused",
      message,
      remedy: "Look into the log for its answer: token, certificate or address.",
    });
  } else if (state === "backingOff") {
    warnings.push({ code: "sink.away", message: `sink ${sink} is away; ${queued} lines wait for it` });
  }
  if (lost.length > 0) {
    const reasons = lost.map(([reason, lines]) => `${lines} ${reason}`).join(", ");
    warnings.push({
      code: "sink.dropped",
      message: `sink ${sink} has lost lines since the start: ${reasons}`,
    });
  }
  return warnings;
}

function storeWarnings({
  figures,
  limits,
}: {
  readonly figures: StoreFigures;
  readonly limits: readonly LimitWarning[];
}): Omit<Warning, "since">[] {
  const { fault, droppedSamples } = figures;
  return [
    ...(fault === undefined
      ? []
      : [{ code: "store.disk", message: `the store keeps in memory what its disk does not take: ${fault}` }]),
    ...(droppedSamples === 0
      ? []
      : [
          {
            code: "store.dropped",
            message: `the store has lost ${droppedSamples} samples since the start: its disk took none for too long, or more came than it could take`,
          },
        ]),
    ...limits.map(({ name, text }) => ({ code: `store.${name}`, message: text })),
  ];
}
