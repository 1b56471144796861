export type { PollResult } from "./result.ts";
