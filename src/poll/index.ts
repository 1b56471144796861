export { describeMissing } from "./missing.ts";
export { emptyScalarMemory, poll, type ScalarMemory } from "./poll.ts";
export type { PollResult } from "./result.ts";
