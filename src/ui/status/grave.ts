import type { ServiceStatus } from "../../api/contract/index.ts";

type Warning = ServiceStatus["warnings"][number];

const CODES = /^(?:queue\.disk|store\.disk|store\.dropped|sink\.refused|sink\.dropped)$/;
/** What was lost cannot be had again: after so long without another loss it is history, and still worth a look. */
const HISTORY_AFTER_MS = 3_600_000;

/** Whether data is lost, or will be, unless somebody acts. @param atMs  when the service said so */
export const isGrave = ({ code, last }: Pick<Warning, "code" | "last">, atMs: number): boolean =>
  CODES.test(code) && (last === undefined || atMs - last < HISTORY_AFTER_MS);

/** How many warnings are grave. */
export const graveCount = ({ warnings, at }: Pick<ServiceStatus, "warnings" | "at">): number =>
  warnings.filter((warning) => isGrave(warning, at)).length;
