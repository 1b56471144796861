import { ApiError, type MetricExplanation } from "../../api/index.ts";
import { AppError, type Clock, type Logger, withRemedy } from "../../base/index.ts";
import type { ObjectCatalogue } from "../../smi/index.ts";
import type { OpenSnmpClient, TraceEvent } from "../../snmp/index.ts";
import { explainMetricOf } from "../explain.ts";
import type { NameService } from "../names.ts";
import { withinBudget } from "../onboarding/within-budget.ts";
import { useJson } from "./explain-json.ts";
import type { PolledDevice } from "./planned-device.ts";

export interface ExplainHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly names: NameService;
  /** Opens clients that tell of each packet. */
  readonly openTraced: (sink: (event: TraceEvent) => void) => OpenSnmpClient;
}

export interface ExplainQuestion {
  readonly polled: PolledDevice;
  /** Metric key, or a part that only one has. */
  readonly metric: string;
  readonly catalogue: ObjectCatalogue;
  /** Feature sets that the manifest has and the configuration did not choose. */
  readonly unusedFeatureSets: readonly string[];
}

/** Two polls of the largest groups; somebody waits for the answer. */
const BUDGET_MS = 30_000;
/** Counts are what a counter grew by; this is enough to see that it did. */
const BETWEEN_POLLS_MS = 1_000;
/** Of two polls of a device; more than this tells nobody anything. */
const EVENTS_MAX = 20_000;

/**
 * Polls what makes the metric, as the service would and beside it, and tells what became of each row.
 * @throws {ApiError} 404 for a metric that is not polled, 504 when time ran out
 */
export async function explainDevice(
  { polled, metric, catalogue, unusedFeatureSets }: ExplainQuestion,
  { clock, logger, names, openTraced }: ExplainHost,
  signal: AbortSignal,
): Promise<MetricExplanation> {
  const startedMs = clock.monotonicMs();
  const at = clock.wallMs();
  let events: TraceEvent[] = [];
  const takeEvents = (): readonly TraceEvent[] => {
    const taken = events;
    events = [];
    return taken;
  };
  const explanations = await withinBudget(clock, BUDGET_MS, signal, (left) =>
    explainMetricOf({
      prepared: { plans: [onlyDevice(polled)], unusedFeatureSets },
      device: polled.device.id,
      metric,
      intervalMs: BETWEEN_POLLS_MS,
      clock,
      logger,
      names,
      open: openTraced((event) => {
        if (events.length < EVENTS_MAX) events.push(event);
      }),
      takeEvents,
      signal: left,
    }),
  ).catch((error: unknown) => {
    throw refusal(error);
  });
  if (explanations === undefined) throw outOfTime();
  return {
    metric: explanations[0]!.use.metric.key,
    at,
    durationMs: Math.round(clock.monotonicMs() - startedMs),
    uses: explanations.map((one) => useJson(one, catalogue)),
  };
}

const onlyDevice = ({ plan, device, tasks }: PolledDevice) => ({ ...plan, devices: [device], tasks });

const STATUS_OF: Readonly<Record<string, number>> = {
  "app.unknown-metric": 404,
  "app.unclear-metric": 400,
  "snmp.name-not-resolved": 502,
};

function refusal(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const status = STATUS_OF[error.code];
  return status === undefined ? error : new ApiError(status, error.code, withRemedy(error), { cause: error });
}

const outOfTime = (): ApiError =>
  new ApiError(504, "poll.explain-late", `two polls took more than ${BUDGET_MS / 1_000} s.`, {
    remedy: "The device is silent or slow: look at its status first.",
  });
