import { indexOf, isUnder, type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
import type { ColumnAnswer, SnmpClient, SnmpError } from "../../src/snmp/index.ts";

/**
 * A device as `poll` sees it through SnmpClient: instances by OID, and OIDs or columns that fail. It keeps what was
 * asked. The wire is not played here; `test/contract/snmp-client.ts` does that.
 */
export class FakeDevice implements SnmpClient {
  readonly asked: { readonly verb: "get" | "columns"; readonly oids: readonly Oid[] }[] = [];
  readonly #instances: ReadonlyMap<Oid, SnmpValue>;
  /** OID or column → why it cannot be read. A failing column keeps the cells before `cutAfter`. */
  readonly failing = new Map<Oid, SnmpError>();
  cutAfter = Number.POSITIVE_INFINITY;

  constructor(instances: Readonly<Record<string, SnmpValue>>) {
    this.#instances = new Map(Object.entries(instances).map(([text, value]) => [oid(text), value]));
  }

  get(oids: readonly Oid[], signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.asked.push({ verb: "get", oids });
    const values = new Map<Oid, SnmpValue>();
    const failures = new Map<Oid, SnmpError>();
    for (const wanted of oids) {
      const failure = this.failing.get(wanted);
      if (failure === undefined)
        values.set(wanted, this.#instances.get(wanted) ?? { type: "noSuchInstance" });
      else failures.set(wanted, failure);
    }
    return Promise.resolve({ values, failures });
  }

  columns(columns: readonly Oid[], options: { readonly signal?: AbortSignal | undefined } = {}) {
    options.signal?.throwIfAborted();
    this.asked.push({ verb: "columns", oids: columns });
    const answers = columns.map((column): [Oid, ColumnAnswer] => {
      const cells = [...this.#instances].filter(([instance]) => isUnder(instance, column));
      const failure = this.failing.get(column);
      const kept = failure === undefined ? cells : cells.slice(0, this.cutAfter);
      return [
        column,
        { cells: new Map(kept.map(([instance, value]) => [indexOf(instance, column), value])), failure },
      ];
    });
    return Promise.resolve({ columns: new Map(answers) });
  }

  stats() {
    return {
      requests: this.asked.length,
      retries: 0,
      timeouts: 0,
      tooBig: 0,
      varbinds: 0,
      lastRttMs: undefined,
    };
  }

  close(): void {}
}
