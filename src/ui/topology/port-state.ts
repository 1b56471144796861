import type { DeviceInterface } from "../../api/contract/index.ts";
import type { Tone } from "../words/status.ts";

/** IF-MIB's words (RFC 2863), as in `up(1)`. */
const isUp = (status: string | undefined): boolean | undefined =>
  status === undefined ? undefined : /^up\b/i.test(status);

/** How a port is; undefined when nobody knows. */
export function portState({
  adminStatus,
  operStatus,
}: Pick<DeviceInterface, "adminStatus" | "operStatus">):
  | { readonly tone: Tone; readonly words: string }
  | undefined {
  if (isUp(adminStatus) === false) return { tone: "pending", words: "Switched off" };
  const up = isUp(operStatus);
  if (up === undefined) return undefined;
  return up ? { tone: "ok", words: "Up" } : { tone: "error", words: "Down" };
}
