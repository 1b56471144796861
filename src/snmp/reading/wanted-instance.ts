import type { Oid, SnmpValue } from "../../smi/index.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { SnmpError } from "../errors.ts";
import type { Reply } from "../exchange/exchange.ts";
import { encodeOid, oidBefore, oidText } from "../wire/index.ts";
import { type ColumnInfo, scalarInfo } from "./column-info.ts";
import type { ColumnMemory } from "./column-memory.ts";
import type { Item } from "./item.ts";

const NO_SUCH_OBJECT: SnmpValue = Object.freeze({ type: "noSuchObject" });
const NO_SUCH_INSTANCE: SnmpValue = Object.freeze({ type: "noSuchInstance" });
/** Headers of name and varbind, and a small number. */
const VARBIND_BYTES = 12;

/** One instance: asked for with GET, or on the back of a GETBULK. */
export class WantedInstance implements Item {
  readonly octets: Uint8Array;
  /** The object, whose only instance this is; undefined for a cell of a table. */
  readonly scalarOf: ColumnInfo | undefined;
  /** Octets of its varbind: as learned, or as expected. */
  bytes: number;
  inFlight = false;
  /** Goes with a GETBULK. */
  rides = false;
  value: SnmpValue | undefined;
  failure: SnmpError | undefined;
  readonly #diagnosis: Diagnosis;

  /** @param scalarOf for a scalar; otherwise `bytes` is what a cell of that column takes */
  constructor(octets: Uint8Array, scalarOf: ColumnInfo | undefined, bytes: number, diagnosis: Diagnosis) {
    this.octets = octets;
    this.scalarOf = scalarOf;
    this.bytes = bytes;
    this.#diagnosis = diagnosis;
  }

  get name(): Oid {
    return oidText(this.octets, 0, this.octets.length);
  }

  /** Between an object and its instance .0 there is nothing, so GETNEXT of the object finds it. */
  get at(): Uint8Array {
    return this.scalarOf?.octets ?? oidBefore(this.octets);
  }

  get done(): boolean {
    return this.value !== undefined || this.failure !== undefined;
  }

  get rowsLeft(): number {
    return this.done ? 0 : 1;
  }

  /** An answer to GETNEXT: an OID behind it says that this one is not there, one before it that GET has to tell. */
  take(reply: Reply, i: number): void {
    if (this.done) return;
    const order = reply.compareOid(i, this.octets);
    if (order === 0) this.takeValue(reply, i);
    else if (order > 0 || reply.value(i)?.type === "endOfMibView") this.value = NO_SUCH_INSTANCE;
    else this.rides = false;
  }

  /** Varbind i is this one. */
  takeValue(reply: Reply, i: number): void {
    if (this.done) return;
    this.bytes = reply.varbindBytes(i);
    this.value = reply.value(i);
    if (this.value === undefined) this.failure = this.#diagnosis.undecodableValue(this.name);
  }

  /** The reply does not name it. */
  wasLeftOut(): void {
    if (!this.done) this.failure = this.#diagnosis.leftOut(this.name);
  }

  settle(): void {}

  end(): void {
    if (!this.done) this.value = NO_SUCH_OBJECT;
  }

  fail(error: SnmpError): void {
    if (!this.done) this.failure = error;
  }
}

/** @param memory what is known of the sizes of scalars */
export function wantedInstance(instance: Oid, memory: ColumnMemory, diagnosis: Diagnosis): WantedInstance {
  const parent = scalarInfo(instance);
  if (parent === undefined) {
    const octets = encodeOid(instance);
    return new WantedInstance(octets, undefined, octets.length + VARBIND_BYTES, diagnosis);
  }
  const octets = new Uint8Array(parent.octets.length + 1);
  octets.set(parent.octets);
  return new WantedInstance(octets, parent, memory.bytesOf(parent), diagnosis);
}
