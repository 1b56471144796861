import type { DeviceConfig } from "../../config/index.ts";
import type { PollPlan } from "../../plan/index.ts";

/**
 * How a device is polled at this moment, its credential included.
 * @param configuration  whose device; undefined: of the first that polls it
 */
export function plannedDevice(
  plans: ReadonlyMap<string, PollPlan>,
  id: string,
  configuration: string | undefined,
): DeviceConfig | undefined {
  for (const { configurationId, devices } of plans.values()) {
    if (configuration !== undefined && configurationId !== configuration) continue;
    const found = devices.find((device) => device.id === id);
    if (found !== undefined) return found.config;
  }
  return undefined;
}
