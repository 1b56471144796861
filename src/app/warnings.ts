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
  /** By what is said: a warning is as old as its text, whatever figures are in it. */
  #sinceMs: ReadonlyMap<string, number> = new Map();

  constructor(sources: WarningSources, clock: Clock) {
    this.#sources = sources;
    this.#clock = clock;
  }

  current(): readonly Warning[] {
    const nowMs = this.#clock.wallMs();
    const warnings = this.#all().map((one) => ({ ...one, since: this.#sinceMs.get(keyOf(one)) ?? nowMs }));
    this.#sinceMs = new Map(warnings.map((one) => [keyOf(one), one.since]));
    return warnings;
  }

  #all(): Omit<Warning, "since">[] {
    const { problems, sinks, queue, store } = this.#sources;
    const { fault } = queue();
    return [
      ...(fault === undefined
        ? []
        : [
            {
              code: "queue.disk",
              message: `the disk takes no lines: ${fault.reason}`,
              remedy: "Free space in dataDir, or mend its disk: lines are only in memory until then.",
            },
          ]),
      ...sinks().flatMap(sinkWarning),
      ...(store === undefined ? [] : storeWarnings(store())),
      ...problems().map((finding) => ({
        code: finding.code,
        message: formatFinding(finding),
        remedy:
          finding.severity === "error"
            ? "Correct the file: until then stays in force what was before."
            : "Correct the file; the rest of it is in force.",
      })),
    ];
  }
}

const keyOf = ({ code, message }: Pick<Warning, "code" | "message">): string =>
  `${code} ${message.replaceAll(/\d+/g, "#")}`;

function sinkWarning({ sink, state, queued, dropped, lastError }: DeliveryStats): Omit<Warning, "since">[] {
  const lost = Object.entries(dropped).filter(([, lines]) => lines > 0);
  const warnings: Omit<Warning, "since">[] = [];
  if (state === "refused") {
    const message = `sink ${sink} refuses what is sent; ${queued} lines wait for it`;
    const remedy = "Look into the log for its answer: token, certificate or address.";
    warnings.push({ code: "sink.refused", message, remedy: saidOf(lastError) ?? remedy });
  } else if (state === "backingOff") {
    const message = `sink ${sink} is away; ${queued} lines wait for it`;
    warnings.push({ code: "sink.away", message, remedy: saidOf(lastError) });
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

/** What the other side said last, and what to do about it. */
function saidOf(error: DeliveryStats["lastError"]): string | undefined {
  if (error === undefined) return undefined;
  const { reason, remedy } = error;
  return remedy === undefined ? reason : `${reason.replace(/\.$/, "")}. ${remedy}`;
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
