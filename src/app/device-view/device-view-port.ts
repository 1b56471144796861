import type { DeviceViewPort } from "../../api/index.ts";
import type { Clock } from "../../base/index.ts";
import type { Manifest } from "../../manifest/index.ts";
import type { PlannedDevice, PollPlan } from "../../plan/index.ts";
import { type EntitySource, MetricCatalogue, type MetricSource, parseTime } from "../../query/index.ts";
import type { DeviceState } from "../../store/index.ts";
import { refusing, refusingLater } from "../query-refusals.ts";
import { deviceCharts } from "./device-charts.ts";
import { deviceInterfaces } from "./device-interfaces.ts";
import { type MetricPlace, metricPlaces } from "./metric-places.ts";
import type { PolledEndpoint } from "./own-lines.ts";

export interface DeviceViewOptions {
  readonly plans: () => ReadonlyMap<string, PollPlan>;
  readonly device: (configurationId: string, id: string) => DeviceState | undefined;
  readonly metrics: MetricSource;
  readonly entities: EntitySource;
  /** Of the extensions in force. */
  readonly manifests: () => readonly Manifest[];
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Ports and charts of a device, by what its configurations collect. */
export function deviceViewPort(options: DeviceViewOptions): DeviceViewPort {
  const { metrics, entities, clock } = options;
  return {
    interfaces: async (id, { from = "now-1h", to = "now", key }) => {
      const polled = polledDevice(id, options);
      if (polled === undefined) return undefined;
      const nowMs = clock.wallMs();
      const window = refusing(() => ({
        fromMs: parseTime(from, nowMs),
        toMs: parseTime(to, nowMs),
        nowMs,
        key,
      }));
      return await refusingLater(deviceInterfaces({ ...polled, metrics, entities }, window));
    },
    charts: async (id) => {
      const polled = polledDevice(id, options);
      if (polled === undefined) return undefined;
      const all = options.manifests();
      const sources = { ...polled, metrics, catalogue: new MetricCatalogue(all) };
      const manifests = all.filter(({ name }) => polled.extensions.has(name));
      return await deviceCharts({ ...sources, manifests }, clock.wallMs() - DAY_MS);
    },
  };
}

interface PolledDevice {
  readonly places: readonly MetricPlace[];
  readonly endpoint: PolledEndpoint;
  /** Names. */
  readonly extensions: ReadonlySet<string>;
}

/** A device may be in several configurations: what all of them collect. */
function polledDevice(id: string, { plans, device }: DeviceViewOptions): PolledDevice | undefined {
  const found = [...plans().values()].flatMap((plan) => {
    const planned = plan.devices.find((one) => one.id === id);
    return planned === undefined ? [] : [{ plan, planned }];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    places: found.flatMap(({ plan }) => metricPlaces(plan)),
    endpoint: endpointOf(first.planned, device(first.plan.configurationId, id)),
    extensions: new Set(found.map(({ plan }) => plan.extension.name)),
  };
}

const endpointOf = ({ config }: PlannedDevice, state: DeviceState | undefined): PolledEndpoint => ({
  address: state?.address,
  port: config.port,
});
