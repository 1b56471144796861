import type { FleetDevice } from "../../api/contract/index.ts";
import { statusWords } from "../words/status.ts";

/** All rows in a few figures. */
export interface FleetSummary {
  readonly devices: number;
  readonly ok: number;
  /** Neither OK nor waiting for its first poll. */
  readonly problems: number;
  readonly waiting: number;
  readonly portsUp: number;
  readonly portsDown: number;
  readonly inBps: number;
  readonly outBps: number;
  readonly errorsPerMinute: number;
  /** Codes of the devices with problems. */
  readonly problemCodes: readonly string[];
}

export function summaryOf(rows: readonly FleetDevice[]): FleetSummary {
  const problemCodes = new Set<string>();
  let [ok, waiting, problems] = [0, 0, 0];
  let [portsUp, portsDown, inBps, outBps, errorsPerMinute] = [0, 0, 0, 0, 0];
  for (const row of rows) {
    const { tone } = statusWords(row.code);
    if (tone === "ok") ok += 1;
    else if (tone === "pending") waiting += 1;
    else {
      problems += 1;
      problemCodes.add(row.code);
    }
    portsUp += row.portsUp ?? 0;
    portsDown += row.portsDown ?? 0;
    inBps += row.inBps ?? 0;
    outBps += row.outBps ?? 0;
    errorsPerMinute += row.errorsPerMinute ?? 0;
  }
  const counts = { devices: rows.length, ok, problems, waiting, portsUp, portsDown };
  return { ...counts, inBps, outBps, errorsPerMinute, problemCodes: [...problemCodes] };
}
