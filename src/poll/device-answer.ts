import type { Oid } from "../smi/index.ts";
import type { SnmpClient } from "../snmp/index.ts";
import type { LabelAnswer } from "./labels.ts";
import type { Reading } from "./reading.ts";
import type { RowChoice } from "./row-choice.ts";

/** What a device answered to all groups that were due together. */
export interface DeviceAnswer {
  readonly reading: Reading;
  /** All planned columns: kept from before or read now. */
  readonly columns: ReadonlyMap<Oid, LabelAnswer>;
  /** Columns of which not all rows were asked for. */
  readonly choice: RowChoice;
  /** The instance that stands for a scalar of the manifest: itself, or with `.0`. */
  readonly instanceOf: (scalar: Oid) => Oid;
  /** Of deferred columns. */
  readonly rowsExpected: ReadonlyMap<Oid, number>;
}

const NOTHING: ReadonlyMap<Oid, number> = new Map();

/** How many rows the columns that were not finished had before, as far as the client has learned. */
export function rowsExpectedOf(
  columns: ReadonlyMap<Oid, LabelAnswer>,
  client: SnmpClient,
): ReadonlyMap<Oid, number> {
  let rows: Map<Oid, number> | undefined;
  let learned: ReturnType<SnmpClient["learned"]>["reading"]["columns"] | undefined;
  for (const [column, { failure }] of columns) {
    if (failure?.code !== "snmp.deferred") continue;
    learned ??= client.learned().reading.columns;
    const known = learned[column];
    if (known !== undefined) (rows ??= new Map()).set(column, known[0]);
  }
  return rows ?? NOTHING;
}
