import type { Logger } from "../base/index.ts";
import type { PollPlan } from "../plan/index.ts";
import { Names } from "../prometheus/index.ts";

/**
 * The names of all metrics and dimensions that are polled, as Prometheus has them: of all plans, also of devices that
 * another thread polls, so that each thread comes to the same names.
 */
export function prometheusNames(plans: readonly PollPlan[], logger: Logger): Names {
  const subgroups = plans
    .flatMap(({ tasks }) => [...new Set(tasks.map(({ group }) => group))])
    .flatMap((group) => group.subgroups);
  const metrics = new Map(
    subgroups.flatMap((one) => one.metrics).map((metric) => [`${metric.type} ${metric.key}`, metric]),
  );
  const dimensions = new Set(subgroups.flatMap((one) => one.dimensions).map(({ key }) => key));
  return new Names(
    ({ kind, key, heldBy, name }) =>
      logger.warn(
        { code: "prometheus.name", key, heldBy, name },
        `two ${kind} keys have the same name in Prometheus; the second one gets another`,
      ),
    { metrics: [...metrics.values()], dimensions: [...dimensions] },
  );
}
