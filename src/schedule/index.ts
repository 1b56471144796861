export { type Job, type JobStats, Scheduler, type SchedulerOptions } from "./scheduler.ts";
