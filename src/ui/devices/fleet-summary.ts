import type { FleetDevice } from "../../api/contract/index.ts";
import { statusWords } from "../words/status.ts";

/** All rows in a few figures. */
export interface FleetSummary {
  readonly devices: number;
  readonly ok: number;
  /** Neither OK nor waiting for its first poll. */
  readonly problems: number;
  readonly waiting: number;
  /** Undefined, as those that follow, where no device tells. */
  readonly portsUp: number | undefined;
  readonly portsDown: number | undefined;
  readonly inBps: number | undefined;
  readonly outBps: number | undefined;
  /** Codes of the devices with problems. */
  readonly problemCodes: readonly string[];
}

export function summaryOf(rows: readonly FleetDevice[]): FleetSummary {
  const problemCodes = new Set<string>();
  let [ok, waiting, problems] = [0, 0, 0];
  for (const row of rows) {
    const { tone } = statusWords(row.code);
    if (tone === "ok") ok += 1;
    else if (tone === "pending") waiting += 1;
    else {
      problems += 1;
      problemCodes.add(row.code);
    }
  }
  const figures = {
    portsUp: sumOf(rows, "portsUp"),
    portsDown: sumOf(rows, "portsDown"),
    inBps: sumOf(rows, "inBps"),
    outBps: sumOf(rows, "outBps"),
  };
  return { devices: rows.length, ok, problems, waiting, ...figures, problemCodes: [...problemCodes] };
}

/** That nobody tells of traffic does not mean that there is none. */
function sumOf(
  rows: readonly FleetDevice[],
  field: "portsUp" | "portsDown" | "inBps" | "outBps",
): number | undefined {
  let sum: number | undefined;
  for (const { [field]: value } of rows) if (value !== undefined) sum = (sum ?? 0) + value;
  return sum;
}
