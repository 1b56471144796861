import type { Oid, SnmpValue } from "../smi/index.ts";
import type { Reply } from "./exchange/exchange.ts";
import { isUnderAt, oidAt, type ResponseView, suffixText, valueAt } from "./wire/index.ts";
import { compareOidBytes } from "./wire/oid-bytes.ts";

/** A reply as it lies in the datagram: nothing is read that nobody asks for. */
export class WireReply implements Reply {
  readonly #view: ResponseView;
  messageBytes = 0;

  constructor(view: ResponseView) {
    this.#view = view;
  }

  get errorStatus(): number {
    return this.#view.errorStatus;
  }

  get errorIndex(): number {
    return this.#view.errorIndex;
  }

  get count(): number {
    return this.#view.count;
  }

  varbindBytes(i: number): number {
    const start = this.#view.oidStart[i]!;
    const contents = this.#view.valueEnd[i]! - start; // the name, the value's header, the value
    const nameBytes = this.#view.oidEnd[i]! - start;
    return framedBytes(contents + headerBytes(nameBytes));
  }

  oid(i: number): Oid {
    return oidAt(this.#view, i);
  }

  oidOctets(i: number): Uint8Array {
    const octets = new Uint8Array(this.#view.oidEnd[i]! - this.#view.oidStart[i]!);
    this.copyOidOctets(i, octets);
    return octets;
  }

  copyOidOctets(i: number, into: Uint8Array): boolean {
    const { bytes, oidStart, oidEnd } = this.#view;
    const start = oidStart[i]!;
    const length = oidEnd[i]! - start;
    if (into.length !== length) return false;
    for (let octet = 0; octet < length; octet++) into[octet] = bytes[start + octet]!;
    return true;
  }

  isUnder(i: number, column: Uint8Array): boolean {
    return isUnderAt(this.#view, i, column);
  }

  index(i: number, column: Uint8Array): string {
    return suffixText(this.#view, i, column.length);
  }

  compareOid(i: number, octets: Uint8Array): number {
    const { bytes, oidStart, oidEnd } = this.#view;
    return compareOidBytes(bytes, oidStart[i]!, oidEnd[i]!, octets, 0, octets.length);
  }

  compareNames(i: number, j: number, shared: number): number {
    const { bytes, oidStart, oidEnd } = this.#view;
    return compareOidBytes(
      bytes,
      oidStart[i]! + shared,
      oidEnd[i]!,
      bytes,
      oidStart[j]! + shared,
      oidEnd[j]!,
    );
  }

  value(i: number): SnmpValue | undefined {
    return valueAt(this.#view, i);
  }
}

/** Octets of a TLV's tag and length, in the shortest form. */
function headerBytes(contentBytes: number): number {
  if (contentBytes < 0x80) return 2;
  return contentBytes < 0x100 ? 3 : 4;
}

/** Octets of a whole TLV. */
export const framedBytes = (contentBytes: number): number => contentBytes + headerBytes(contentBytes);
