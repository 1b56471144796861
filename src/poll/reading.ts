import type { Clock } from "../base/index.ts";
import {
  isUnder,
  type Oid,
  restartedBetween,
  type SnmpValue,
  SYS_UP_TIME,
  type UpTime,
} from "../smi/index.ts";
import type { ColumnAnswer, ColumnWish, SnmpClient, SnmpError } from "../snmp/index.ts";

const NOTHING: ReadonlyMap<string, SnmpValue> = new Map();

export interface ReadingOptions {
  readonly clock: Clock;
  /** Some column lies under another one. */
  readonly nested: boolean;
  /** Monotonic ms after which nothing new is asked. */
  readonly deadlineMs: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What was read from a device in one poll, by one or several reads. */
export class Reading {
  readonly values = new Map<Oid, SnmpValue>();
  readonly failures = new Map<Oid, SnmpError>();
  readonly columns = new Map<Oid, ColumnAnswer>();
  /** The first sysUpTime; undefined when the agent does not tell. */
  uptime: UpTime | undefined;
  /** v3: engineBoots, when anything came. */
  boots: number | undefined;
  /** The agent restarted while it was read: what came before and after does not belong together. */
  rebooted = false;
  /** It did so between two of the reads; within one, the client has begun anew by itself. */
  restarted = false;
  /** Why nothing at all came: the device is down, and asking on would only wait again. */
  down: SnmpError | undefined;
  readonly #client: SnmpClient;
  readonly #options: ReadingOptions;

  constructor(client: SnmpClient, options: ReadingOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Reads both together. What is asked once more takes the place of the answer before. */
  async read(instances: readonly Oid[], columns: readonly ColumnWish[]): Promise<void> {
    const [first = [], ...rounds] = this.#options.nested ? withoutNesting(columns) : [columns];
    if (instances.length + first.length > 0) await this.#round(instances, first);
    for (const round of rounds) await this.#round([], round);
  }

  async #round(instances: readonly Oid[], columns: readonly ColumnWish[]): Promise<void> {
    if (this.down !== undefined) {
      for (const { column } of columns) this.columns.set(column, { cells: NOTHING, failure: this.down });
      return;
    }
    const { deadlineMs, signal } = this.#options;
    const answer = await this.#client.read({ instances, columns, deadlineMs, signal });
    for (const oid of instances) this.#take(oid, answer.values.get(oid), answer.failures.get(oid));
    let came = answer.values.size > 0;
    for (const { column } of columns) {
      const cells = answer.columns.get(column) ?? { cells: NOTHING, failure: undefined };
      came ||= cells.cells.size > 0 || cells.failure === undefined;
      this.columns.set(column, cells);
    }
    if (came) this.boots = answer.boots;
    else this.down = causeOf(answer.failures, answer.columns);
    this.#note(answer.uptime ?? this.#askedUptime(answer.values.get(SYS_UP_TIME)), answer.rebooted);
  }

  /** Where sysUpTime cannot go with the requests (one OID in each), it is told by the instance that was asked for. */
  #askedUptime(value: SnmpValue | undefined): UpTime | undefined {
    if (value?.type !== "TimeTicks") return undefined;
    return { ticks: value.value, atMs: this.#options.clock.monotonicMs() };
  }

  #take(oid: Oid, value: SnmpValue | undefined, failure: SnmpError | undefined): void {
    this.values.delete(oid);
    this.failures.delete(oid);
    if (failure !== undefined) this.failures.set(oid, failure);
    else if (value !== undefined) this.values.set(oid, value);
  }

  #note(uptime: UpTime | undefined, rebooted: boolean): void {
    const before = this.uptime;
    this.rebooted ||= rebooted;
    if (uptime === undefined) return;
    // Only going back counts: in the short time of a poll, an agent just started looks like one that starts again.
    this.restarted ||=
      before !== undefined && uptime.ticks < before.ticks && restartedBetween(before, uptime);
    this.rebooted ||= this.restarted;
    this.uptime ??= uptime;
  }
}

function causeOf(
  failures: ReadonlyMap<Oid, SnmpError>,
  columns: ReadonlyMap<Oid, ColumnAnswer>,
): SnmpError | undefined {
  const [failure] = failures.values();
  const [column] = columns.values();
  const cause = failure ?? column?.failure;
  return cause?.isLocal === true ? undefined : cause;
}

/** A column under another one (a manifest that names a table and its column) is read in a round of its own. */
function withoutNesting(columns: readonly ColumnWish[]): ColumnWish[][] {
  const rounds: ColumnWish[][] = [];
  for (const wish of columns) {
    const round = rounds.find((others) =>
      others.every(({ column }) => !isUnder(wish.column, column) && !isUnder(column, wish.column)),
    );
    if (round === undefined) rounds.push([wish]);
    else round.push(wish);
  }
  return rounds;
}
