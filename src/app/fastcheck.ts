import { type Clock, messageOf } from "../base/index.ts";
import { renderText, SYS_NAME } from "../smi/index.ts";
import { SnmpError } from "../snmp/index.ts";
import { type Verdict, verdictOn } from "../store/index.ts";
import type { DeviceSession } from "./device-session.ts";

/** However patient a device's own timeouts are, the check ends after this (spec 2 §6.3). */
const BUDGET_MS = 18_000;

export interface Check {
  readonly verdict: Verdict;
  /** sysName, when the device told it. */
  readonly systemName: string | undefined;
}

/**
 * One GET of sysName before the first poll: does the device answer these credentials at all?
 * Never rejects; a device that fails is polled all the same.
 */
export async function fastcheck(session: DeviceSession, clock: Clock, signal?: AbortSignal): Promise<Check> {
  const { id } = session.device;
  const stop = new AbortController();
  const anyStop = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const outOfTime = clock.sleepUntil(clock.monotonicMs() + BUDGET_MS, anyStop).then(
    () => stop.abort(),
    () => undefined,
  );
  try {
    const answer = await session.get([SYS_NAME], anyStop);
    const failure = answer.failures.get(SYS_NAME);
    if (failure !== undefined) return failedCheck(failure);
    // Any answer will do: an agent without sysName is odd, but it is there and took the credentials.
    const name = answer.values.get(SYS_NAME);
    return { verdict: { code: "OK", message: "" }, systemName: name && renderText(name, undefined) };
  } catch (error) {
    if (error instanceof SnmpError) return failedCheck(error);
    if (signal?.aborted === true) return { verdict: { code: "PENDING", message: "" }, systemName: undefined };
    if (stop.signal.aborted) {
      return {
        verdict: {
          code: "DEVICE_CONNECTION_ERROR",
          message: `${id} did not answer within ${BUDGET_MS / 1_000} s.`,
        },
        systemName: undefined,
      };
    }
    return {
      verdict: { code: "GENERIC_ERROR", message: `checking ${id} failed: ${messageOf(error)}` },
      systemName: undefined,
    };
  } finally {
    stop.abort();
    await outOfTime;
  }
}

/** What a check says of a device that cannot even be asked. */
export function failedCheck(error: SnmpError): Check {
  return { verdict: verdictOn(error), systemName: undefined };
}
