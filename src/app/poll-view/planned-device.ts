import type { PlannedDevice, PollPlan, PollTask } from "../../plan/index.ts";

/** A device as one configuration polls it. */
export interface PolledDevice {
  readonly plan: PollPlan;
  readonly device: PlannedDevice;
  readonly tasks: readonly PollTask[];
}

/**
 * @param id  `host:port` as configured
 * @param configurationId  default: the first that polls the device
 */
export function findPolled(
  plans: ReadonlyMap<string, PollPlan>,
  id: string,
  configurationId?: string,
): PolledDevice | undefined {
  for (const plan of plans.values()) {
    if (configurationId !== undefined && plan.configurationId !== configurationId) continue;
    const device = plan.devices.find((one) => one.id === id);
    if (device !== undefined)
      return { plan, device, tasks: plan.tasks.filter((task) => task.device.id === id) };
  }
  return undefined;
}
