import type { Clock } from "../../src/base/index.ts";
import {
  compareOids,
  indexOf,
  isUnder,
  type Oid,
  oid,
  type SnmpValue,
  SYS_UP_TIME,
} from "../../src/smi/index.ts";
import type {
  ClientStats,
  ColumnAnswer,
  ColumnWish,
  LearnedDevice,
  ReadAnswer,
  ReadWish,
  SnmpClient,
  SnmpError,
} from "../../src/snmp/index.ts";
import { learnedWith } from "./learned.ts";

/** One call, as it came. */
export interface Asked {
  readonly verb: "get" | "columns" | "read";
  /** Instances; for `columns` the columns. */
  readonly oids: readonly Oid[];
  /** Of a `read`. */
  readonly columns: readonly ColumnWish[];
}

/**
 * A device as `poll` sees it through SnmpClient: instances by OID, and OIDs or columns that fail. It keeps what was
 * asked. The wire is not played here; `test/contract/snmp-client.ts` does that.
 */
export class FakeDevice implements SnmpClient {
  readonly asked: Asked[] = [];
  readonly #instances: Map<Oid, SnmpValue>;
  readonly #clock: Clock | undefined;
  /** OID or column → why it cannot be read. A failing column keeps the cells before `cutAfter`. */
  readonly failing = new Map<Oid, SnmpError>();
  cutAfter = Number.POSITIVE_INFINITY;
  /** Columns whose read goes on behind this row. */
  readonly after = new Map<Oid, string>();
  /** Rows by column, as learned from earlier reads. */
  readonly learnedRows: Record<Oid, readonly [rows: number, meanBytes: number]> = {};
  /** What the next read says of itself. */
  rebooted = false;
  /** engineBoots, of a device with an engine. */
  boots: number | undefined;
  /** Called before each read with its number, from 0: the device may change in between. */
  beforeRead: (read: number) => void = () => {};
  #reads = 0;

  /** @param clock  when sysUpTime is told; 0 without */
  constructor(instances: Readonly<Record<string, SnmpValue>>, clock?: Clock) {
    this.#instances = new Map(Object.entries(instances).map(([text, value]) => [oid(text), value]));
    this.#clock = clock;
  }

  set(at: string, value: SnmpValue): void {
    this.#instances.set(oid(at), value);
  }

  remove(at: string): void {
    this.#instances.delete(oid(at));
  }

  get(oids: readonly Oid[], signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.asked.push({ verb: "get", oids, columns: [] });
    return Promise.resolve(this.#get(oids));
  }

  columns(columns: readonly Oid[], options: { readonly signal?: AbortSignal | undefined } = {}) {
    options.signal?.throwIfAborted();
    this.asked.push({ verb: "columns", oids: columns, columns: [] });
    return Promise.resolve({ columns: new Map(columns.map((column) => [column, this.#column({ column })])) });
  }

  read(wish: ReadWish): Promise<ReadAnswer> {
    if (wish.signal?.aborted === true) return Promise.reject(wish.signal.reason as Error);
    this.beforeRead(this.#reads++);
    this.asked.push({ verb: "read", oids: wish.instances, columns: wish.columns });
    const { values, failures } = this.#get(wish.instances);
    const [cause] = failures.values();
    // A device that lets every instance time out is down: its columns are not waited for.
    const down = cause !== undefined && failures.size === wish.instances.length;
    const columns = wish.columns.map((one): [Oid, ColumnAnswer] => [
      one.column,
      down ? { cells: new Map(), failure: cause } : this.#column(one),
    ]);
    return Promise.resolve({
      values,
      failures,
      columns: new Map(columns),
      uptime: down ? undefined : this.#uptime(),
      boots: this.boots,
      rebooted: this.rebooted,
    });
  }

  learned(): LearnedDevice {
    return learnedWith({ reading: { columns: this.learnedRows } });
  }

  stats(): ClientStats {
    return {
      requests: this.asked.length,
      retries: 0,
      timeouts: 0,
      tooBig: 0,
      varbinds: 0,
      lastRttMs: undefined,
      lateReplies: 0,
      replyBudgetBytes: 0,
      inFlightWindow: 1,
      srttMs: undefined,
      busyMs: 0,
    };
  }

  close(): void {}

  #get(oids: readonly Oid[]) {
    const values = new Map<Oid, SnmpValue>();
    const failures = new Map<Oid, SnmpError>();
    for (const wanted of oids) {
      const failure = this.failing.get(wanted);
      if (failure === undefined)
        values.set(wanted, this.#instances.get(wanted) ?? { type: "noSuchInstance" });
      else failures.set(wanted, failure);
    }
    return { values, failures };
  }

  #column({ column, rows }: Pick<ColumnWish, "column" | "rows">): ColumnAnswer {
    const after = this.after.get(column);
    const cells = [...this.#instances]
      .filter(([instance]) => isUnder(instance, column))
      .map(([instance, value]): [string, SnmpValue] => [indexOf(instance, column), value])
      .filter(([index]) => rows?.has(index) ?? true)
      .filter(([index]) => after === undefined || compareOids(index, after) > 0)
      .toSorted(([a], [b]) => compareOids(a, b));
    const failure = this.failing.get(column);
    return {
      cells: new Map(failure === undefined ? cells : cells.slice(0, this.cutAfter)),
      failure,
      ...(after === undefined ? {} : { after }),
      ...(rows === undefined ? {} : { selected: true as const }),
    };
  }

  #uptime(): ReadAnswer["uptime"] {
    const value = this.#instances.get(SYS_UP_TIME);
    return value?.type === "TimeTicks"
      ? { ticks: value.value, atMs: this.#clock?.monotonicMs() ?? 0 }
      : undefined;
  }
}
