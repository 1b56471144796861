import { type PlannedDevice, type PollPlan, type PollTask, planOf } from "../plan/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import { sameContent } from "./live/same-content.ts";

/** All that is polled from now on: one plan for each configuration, with the names of its extensions' objects. */
export interface Polled {
  readonly plans: readonly PollPlan[];
  /** Of all extensions in use, for packet logs. */
  readonly catalogues: readonly ObjectCatalogue[];
}

/** What changed of it. */
export interface PlanChange {
  /** New ones, and the next ones of known configurations. */
  readonly plans: readonly PollPlan[];
  /** Configurations that are gone. */
  readonly removed: readonly string[];
  readonly catalogues: readonly ObjectCatalogue[];
}

/** Plans by their configuration. */
export type PlansById = ReadonlyMap<string, PollPlan>;

/**
 * From the plans that hold to those that shall hold. A plan that says the same is left out, and keeps its objects.
 * @returns the change, and all plans after it
 */
export function changeBetween(
  before: PlansById,
  { plans, catalogues }: Polled,
): { readonly change: PlanChange; readonly after: PlansById } {
  const after = new Map(
    plans.map((plan) => [plan.configurationId, continued(before.get(plan.configurationId), plan)]),
  );
  return {
    change: {
      plans: [...after.values()].filter((plan) => plan !== before.get(plan.configurationId)),
      removed: [...before.keys()].filter((id) => !after.has(id)),
      catalogues,
    },
    after,
  };
}

/** A change that makes all of it anew. */
export const changeToAll = ({ plans, catalogues }: Polled): PlanChange => ({
  plans,
  removed: [],
  catalogues,
});

/**
 * A plan that follows another one of the same configuration: groups, devices and tasks that say the same are the very
 * objects of the one before, so that what is kept of them stays and whether one changed is a comparison of objects.
 * @returns the plan before when nothing in it changed
 */
export function continued(before: PollPlan | undefined, plan: PollPlan): PollPlan {
  if (before === undefined || before === plan) return plan;
  const groups = plan.groups.map((group) => {
    const old = before.groups.find((one) => one.group === group.group && one.intervalMs === group.intervalMs);
    return sameContent(old, group) ? old! : group;
  });
  const devices = continuedDevices(before, plan);
  const isSame =
    sameItems(groups, before.groups) &&
    sameItems(devices, before.devices) &&
    sameContent(plan.extension, before.extension);
  return isSame ? before : withOldTasks(before, planOf({ ...plan, groups, devices }));
}

function continuedDevices(before: PollPlan, plan: PollPlan): PlannedDevice[] {
  const known = new Map(before.devices.map((device) => [device.id, device]));
  return plan.devices.map((device) => {
    const old = known.get(device.id);
    return sameContent(old, device) ? old! : device;
  });
}

function withOldTasks(before: PollPlan, plan: PollPlan): PollPlan {
  const known = new Map(before.tasks.map((task) => [task.id, task]));
  const tasks = plan.tasks.map((task): PollTask => {
    const old = known.get(task.id);
    return old !== undefined && old.device === task.device && old.group === task.group ? old : task;
  });
  return Object.freeze({ ...plan, tasks: Object.freeze(tasks) });
}

/** Whether two lists hold the same objects in the same order. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);
