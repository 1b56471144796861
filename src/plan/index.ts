export {
  type CompileOptions,
  compilePlan,
  deviceId,
  plannedDevice,
  planOf,
  tasksByDevice,
} from "./compile.ts";
export {
  type CellRef,
  type DeviceField,
  type DimensionPlan,
  type DimensionSource,
  type GroupPlan,
  type MetricPlan,
  type PlannedDevice,
  type PollPlan,
  type PollTask,
  type SubgroupPlan,
} from "./plan.ts";
export { planToJson, printPlan } from "./print.ts";
