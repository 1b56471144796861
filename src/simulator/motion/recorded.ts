import { renderNumber, renderText, type SnmpValue, type Varbind } from "../../smi/index.ts";

/** The values of one recorded device by OID. */
export class Recorded {
  readonly #values: ReadonlyMap<string, SnmpValue>;

  constructor(entries: readonly Varbind[]) {
    this.#values = new Map(entries.map(({ oid, value }) => [oid, value]));
  }

  entries(): Iterable<readonly [oid: string, value: SnmpValue]> {
    return this.#values;
  }

  /** A whole number; 0 where there is none. */
  number(oid: string): number {
    const value = this.#values.get(oid);
    const number = value === undefined ? Number.NaN : Number(renderNumber(value));
    return Number.isNaN(number) ? 0 : number;
  }

  text(oid: string): string {
    const value = this.#values.get(oid);
    return (value && renderText(value, undefined)) ?? "";
  }

  has(oid: string): boolean {
    return this.#values.has(oid);
  }

  /** The indexes of a column. */
  indexes(column: string): readonly string[] {
    const prefix = `${column}.`;
    return [...this.#values.keys()]
      .filter((oid) => oid.startsWith(prefix))
      .map((oid) => oid.slice(prefix.length));
  }
}
