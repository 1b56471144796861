import type { CounterBaselines } from "../mapping/index.ts";
import type { PollTask } from "../plan/index.ts";
import type { PollResult } from "../poll/index.ts";
import { type Glance, hasFigures } from "./glance.ts";
import { memoryPercentOf } from "./memory.ts";
import { LogicalRows, portCountsOf } from "./ports.ts";
import { cpuPercentOf } from "./processor.ts";
import { ColumnRates, type PollPair } from "./rates.ts";
import { type GroupRoles, type OctetColumns, rolesOf } from "./roles.ts";

/** The same from poll to poll of one task: what else it takes to say how its device is. */
export class Glancer {
  readonly #logical = new LogicalRows();
  readonly #rates = new ColumnRates();

  /** Whether the task reads something that tells how its device is. */
  static tells({ group }: Pick<PollTask, "group">): boolean {
    return rolesOf(group) !== undefined;
  }

  /**
   * @param task  as it is planned now
   * @param before  what the poll was measured against
   * @param after  what the next one will be
   * @returns undefined when the poll says nothing
   */
  look(
    { group }: Pick<PollTask, "group">,
    result: PollResult,
    before: CounterBaselines,
    after: CounterBaselines,
  ): Glance | undefined {
    const roles = rolesOf(group);
    if (roles === undefined || result.outcome === "failed") return undefined;
    this.#logical.look(roles, result);
    const pair: PollPair = { result, before, after, logical: this.#logical };
    const octets = octetsIn(roles, result);
    const ports = portCountsOf(roles, result, this.#logical);
    const inBps = octets === undefined ? Number.NaN : 8 * this.#rates.perSecond(octets.in, pair);
    const glance: Glance = {
      cpuPercent: cpuPercentOf(roles, result),
      memoryPercent: memoryPercentOf(roles, result),
      portsUp: ports?.up ?? Number.NaN,
      portsDown: ports?.down ?? Number.NaN,
      inBps,
      outBps: octets?.out === undefined ? Number.NaN : 8 * this.#rates.perSecond(octets.out, pair),
      errorsPerMinute: this.#errorsPerMinute(roles, pair),
      trafficRank: octets === undefined || Number.isNaN(inBps) ? Number.NaN : octets.rank,
    };
    return hasFigures(glance) ? glance : undefined;
  }

  #errorsPerMinute({ errors }: GroupRoles, pair: PollPair): number {
    let sum = Number.NaN;
    for (const column of errors) {
      const perMinute = 60 * this.#rates.perSecond(column, pair);
      if (!Number.isNaN(perMinute)) sum = Number.isNaN(sum) ? perMinute : sum + perMinute;
    }
    return sum;
  }
}

/** The counters of most bits that the device has. Of columns that were read in part the sum would be false. */
function octetsIn(
  { octets }: GroupRoles,
  { columns, incomplete, after }: PollResult,
): OctetColumns | undefined {
  const found = octets.find((one) => (columns.get(one.in)?.size ?? 0) > 0);
  if (found === undefined) return undefined;
  const inPart = [found.in, found.out].some(
    (column) => column !== undefined && (incomplete.has(column) || after.has(column)),
  );
  return inPart ? undefined : found;
}
