export { phaseMs } from "./phase.ts";
export { type Job, type JobStats, Scheduler, type SchedulerOptions } from "./scheduler.ts";
