import { Secret } from "../../src/base/index.ts";
import { DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { storedMetricKey } from "../../src/manifest/index.ts";
import type { DeviceIdentity, Sample } from "../../src/mapping/index.ts";
import type {
  CellRef,
  DimensionPlan,
  DimensionSource,
  GroupPlan,
  MetricPlan,
  PollTask,
  SubgroupPlan,
} from "../../src/plan/index.ts";
import type { PollResult } from "../../src/poll/index.ts";
import { compareOids, type ObjectSyntax, type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
import { SnmpError, type SnmpErrorCode } from "../../src/snmp/index.ts";

// Short ways to a poll task, its result and the values in it. Everything not named has a plain default.

export const int = (value: number): SnmpValue => ({ type: "Integer32", value });
export const gauge32 = (value: number): SnmpValue => ({ type: "Gauge32", value });
export const counter32 = (value: number): SnmpValue => ({ type: "Counter32", value });
export const counter64 = (value: bigint | number): SnmpValue => ({ type: "Counter64", value: BigInt(value) });
export const text = (value: string): SnmpValue => octets(new TextEncoder().encode(value));
export const octets = (value: Uint8Array | readonly number[]): SnmpValue => ({
  type: "OctetString",
  value: Uint8Array.from(value),
});

/** A column of texts as the label cache gives it: the same object from poll to poll, and no plain Map. */
export const keptTexts = (rows: Readonly<Record<string, string>>): ReadonlyMap<string, SnmpValue> =>
  new KeptCells(Object.entries(rows).map(([index, value]) => [index, text(value)]));

class KeptCells implements ReadonlyMap<string, SnmpValue> {
  readonly kept = true;
  readonly #cells: ReadonlyMap<string, SnmpValue>;
  readonly size: number;

  constructor(cells: readonly (readonly [string, SnmpValue])[]) {
    this.#cells = new Map(cells);
    this.size = cells.length;
  }

  get = (index: string): SnmpValue | undefined => this.#cells.get(index);
  has = (index: string): boolean => this.#cells.has(index);
  keys = (): MapIterator<string> => this.#cells.keys();
  values = (): MapIterator<SnmpValue> => this.#cells.values();
  entries = (): MapIterator<[string, SnmpValue]> => this.#cells.entries();
  forEach: ReadonlyMap<string, SnmpValue>["forEach"] = (visit) => this.#cells.forEach(visit);
  [Symbol.iterator] = (): MapIterator<[string, SnmpValue]> => this.#cells.entries();
}

export const scalarRef = (at: string, syntax?: ObjectSyntax): CellRef => ({
  kind: "scalar",
  oid: oid(at),
  syntax,
});
export const columnRef = (at: string, syntax?: ObjectSyntax): CellRef => ({
  kind: "column",
  oid: oid(at),
  syntax,
});
export const constSource = (value: string): DimensionSource => ({ kind: "const", text: value });
export const enumeration = (names: Readonly<Record<number, string>>): ObjectSyntax => ({
  kind: "enumeration",
  names: new Map(Object.entries(names).map(([number, name]) => [Number(number), name])),
});

export function aDimension(
  key: string,
  source: DimensionSource,
  filter?: DimensionPlan["filter"],
): DimensionPlan {
  return { key, source, filter };
}

export function aMetric(
  key: string,
  type: MetricPlan["type"],
  source: MetricPlan["source"],
  shared = false,
): MetricPlan {
  return { key, storedKey: storedMetricKey(key, type), type, featureSet: "", source, shared };
}

export function aSubgroup(parts: Partial<SubgroupPlan>): SubgroupPlan {
  const { dimensions = [], metrics = [], ...rest } = parts;
  return {
    name: "interfaces",
    table: true,
    featureSets: [],
    metrics,
    dimensions: dimensions.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ...rest,
  };
}

export const A_DEVICE: DeviceIdentity = { address: "192.0.2.10", port: 161, name: "sw1" };

/** A task of one group; the OIDs to read follow from the subgroups, as the compiler of plans does it. */
export function aTask(subgroups: readonly SubgroupPlan[], parts: Partial<GroupPlan> = {}): PollTask {
  const refs = subgroups.flatMap((subgroup) => [
    ...subgroup.dimensions.flatMap(({ source }) => refsOf(source)),
    ...subgroup.metrics.flatMap(({ source }) => (source.kind === "const" ? [] : [source])),
  ]);
  const oidsOf = (kind: CellRef["kind"]): Oid[] =>
    [...new Set(refs.filter((ref) => ref.kind === kind).map((ref) => ref.oid))].toSorted(compareOids);
  const group: GroupPlan = {
    group: "group",
    intervalMs: 60_000,
    scalars: oidsOf("scalar"),
    columns: oidsOf("column"),
    subgroups,
    ...parts,
  };
  return {
    id: `configuration/sw1:161/${group.group}@${group.intervalMs}`,
    configurationId: "configuration",
    group,
    device: {
      id: "sw1:161",
      config: {
        host: "sw1",
        port: 161,
        credentials: { version: "2c", community: new Secret("public") },
        advanced: DEFAULT_ADVANCED,
      },
    },
  };
}

function refsOf(source: DimensionSource): CellRef[] {
  switch (source.kind) {
    case "scalar":
    case "column":
      return [source];
    case "networkFormat":
      return source.formatter.kind === "const" ? [source.data] : [source.formatter, source.data];
    case "inetAddress":
      return [source.type, source.address];
    case "const":
    case "device":
      return [];
    default:
      return source satisfies never;
  }
}

/** What a device answered, by OID; rows by index. */
export interface Answer {
  readonly scalars?: Readonly<Record<string, SnmpValue>>;
  readonly columns?: Readonly<Record<string, Readonly<Record<string, SnmpValue>>>>;
  /** Columns cut short, with the cells above as what was read before the cut. */
  readonly cut?: readonly string[];
  /** Why they were cut; default snmp.timeout. */
  readonly cutCause?: SnmpErrorCode;
  /** Scalars that could not be read. */
  readonly failed?: readonly string[];
  /** Columns whose read went on behind a row. */
  readonly after?: Readonly<Record<string, string>>;
  /** Columns of which only these rows were asked for. */
  readonly selected?: Readonly<Record<string, readonly string[]>>;
  readonly rowsExpected?: Readonly<Record<string, number>>;
  readonly sysUpTimeTicks?: number;
  /** When it came; default `atMs`. */
  readonly sysUpTimeAtMs?: number;
  readonly rebooted?: boolean;
  /** Wall and monotonic clock alike. */
  readonly atMs?: number;
}

export function anError(code: SnmpErrorCode = "snmp.timeout"): SnmpError {
  return new SnmpError(code, `sw1:161: ${code}`, { device: "sw1:161" });
}

/** The result of a poll. Planned OIDs that the answer does not name are absent: the device lacks them. */
export function aResult(task: PollTask, answer: Answer): PollResult {
  const error = anError();
  const scalars = new Map(Object.entries(answer.scalars ?? {}).map(([at, value]) => [oid(at), value]));
  const columns = new Map(
    // Wire order, whatever order an object literal has for keys that look like numbers.
    Object.entries(answer.columns ?? {}).map(([at, rows]) => [
      oid(at),
      new Map(Object.entries(rows).toSorted(([a], [b]) => compareOids(a, b))),
    ]),
  );
  const incomplete = new Map((answer.cut ?? []).map((at) => [oid(at), anError(answer.cutCause)]));
  const failures = new Map((answer.failed ?? []).map((at) => [oid(at), error]));
  const absent = [
    ...task.group.scalars.filter((at) => !scalars.has(at) && !failures.has(at)),
    ...task.group.columns.filter(
      (at) => !columns.has(at) && !incomplete.has(at) && !(at in (answer.selected ?? {})),
    ),
  ];
  const atMs = answer.atMs ?? 0;
  const partial = incomplete.size + failures.size > 0;
  return {
    taskId: task.id,
    startedAtMs: atMs,
    startedMonotonicMs: atMs,
    durationMs: 5,
    outcome: partial ? "partial" : "done",
    sysUpTimeTicks: answer.sysUpTimeTicks,
    sysUpTimeAtMs: answer.sysUpTimeAtMs ?? (answer.sysUpTimeTicks === undefined ? undefined : atMs),
    rebooted: answer.rebooted ?? false,
    scalars,
    columns,
    incomplete,
    after: byOid(answer.after, (index) => index),
    selected: byOid(answer.selected, (rows) => new Set(rows)),
    rowsExpected: byOid(answer.rowsExpected, (rows) => rows),
    failures,
    absent: new Set(absent),
    error: partial ? error : undefined,
  };
}

function byOid<T, V>(entries: Readonly<Record<string, T>> | undefined, of: (value: T) => V): Map<Oid, V> {
  return new Map(Object.entries(entries ?? {}).map(([at, value]) => [oid(at), of(value)]));
}

/** A sample as one short line, without the automatic dimensions: `if.in count 5 idx=3,name=Gi1`. */
export function lineOf({ key, type, value, dimensions }: Sample): string {
  const shown = dimensions.filter(([name]) => name !== "device" && !name.startsWith("device."));
  return `${key} ${type} ${value} ${shown.map(([name, text_]) => `${name}=${text_}`).join(",")}`.trimEnd();
}
