import { type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
import type { ReadAnswer, ReadWish, SnmpClient, SnmpErrorCode } from "../../src/snmp/index.ts";
import { IF } from "../support/virtual-switch.ts";

// Short ways to a read and to what it brought.

export const SYS_NAME = "1.3.6.1.2.1.1.5.0";
export const TRAFFIC_COLUMNS = [IF.name, IF.hcInOctets, IF.operStatus] as const;

/** All of these columns and nothing else. */
export function wishOf(columns: readonly string[], more: Partial<ReadWish> = {}): ReadWish {
  return { instances: [], columns: columns.map((column) => ({ column: oid(column), priority: 0 })), ...more };
}

export const read = (client: SnmpClient, columns: readonly string[], more?: Partial<ReadWish>) =>
  client.read(wishOf(columns, more));

export const rowsOf = (answer: ReadAnswer, column: string): string[] => [
  ...(answer.columns.get(oid(column))?.cells.keys() ?? []),
];

export const codeOf = (answer: ReadAnswer, column: string): SnmpErrorCode | undefined =>
  answer.columns.get(oid(column))?.failure?.code;

export const cellOf = (answer: ReadAnswer, column: string, index: string): SnmpValue | undefined =>
  answer.columns.get(oid(column))?.cells.get(index);

/** Rows and cause of each column, in one thing to compare. */
export const summaryOf = (answer: ReadAnswer, columns: readonly string[]) =>
  columns.map((column) => [rowsOf(answer, column).length, codeOf(answer, column)]);

/** GET of one instance: its value, or the code of what went wrong. */
export async function valueOf(client: SnmpClient, instance: string = SYS_NAME): Promise<unknown> {
  const wanted: Oid = oid(instance);
  const { values, failures } = await client.get([wanted]);
  const value = values.get(wanted);
  if (value?.type === "OctetString") return Buffer.from(value.value).toString();
  return value ?? failures.get(wanted)?.code;
}

export async function failureOf(client: SnmpClient, instance: string = SYS_NAME) {
  const { failures } = await client.get([oid(instance)]);
  return failures.get(oid(instance));
}
