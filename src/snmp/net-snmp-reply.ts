import type { Oid, SnmpValue } from "../smi/index.ts";
import type { Reply } from "./exchange/exchange.ts";
import { arcsText, compareOidBytes, encodeOid, isUnderBytes } from "./wire/oid-bytes.ts";
import { framedBytes } from "./wire-reply.ts";

/** A varbind as net-snmp's decoder gives it; no value where it was none of the type it claims. */
export interface ListedVarbind {
  readonly oid: Oid;
  readonly value: SnmpValue | undefined;
}

interface ReplyFields {
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly messageBytes: number;
  readonly varbinds: readonly ListedVarbind[];
}

/** A reply whose varbinds have all been decoded. */
export class ListReply implements Reply {
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly messageBytes: number;
  readonly #varbinds: readonly ListedVarbind[];
  /** Octets of the names, made when they are asked for. */
  readonly #names: Uint8Array[] = [];

  constructor({ errorStatus, errorIndex, messageBytes, varbinds }: ReplyFields) {
    this.errorStatus = errorStatus;
    this.errorIndex = errorIndex;
    this.messageBytes = messageBytes;
    this.#varbinds = varbinds;
  }

  get count(): number {
    return this.#varbinds.length;
  }

  /** As our own encoder would write it: the decoder does not keep the octets. */
  varbindBytes(i: number): number {
    return framedBytes(
      framedBytes(this.oidOctets(i).length) + framedBytes(valueBytes(this.#varbinds[i]!.value)),
    );
  }

  oid(i: number): Oid {
    return this.#varbinds[i]!.oid;
  }

  oidOctets(i: number): Uint8Array {
    return (this.#names[i] ??= encodeOid(this.#varbinds[i]!.oid));
  }

  copyOidOctets(i: number, into: Uint8Array): boolean {
    const name = this.oidOctets(i);
    if (name.length !== into.length) return false;
    into.set(name);
    return true;
  }

  isUnder(i: number, column: Uint8Array): boolean {
    const name = this.oidOctets(i);
    return isUnderBytes(name, 0, name.length, column);
  }

  index(i: number, column: Uint8Array): string {
    const name = this.oidOctets(i);
    return arcsText(name, column.length, name.length);
  }

  compareOid(i: number, octets: Uint8Array): number {
    const name = this.oidOctets(i);
    return compareOidBytes(name, 0, name.length, octets, 0, octets.length);
  }

  compareNames(i: number, j: number): number {
    return this.compareOid(i, this.oidOctets(j));
  }

  value(i: number): SnmpValue | undefined {
    return this.#varbinds[i]!.value;
  }
}

/** Octets of a value's contents. */
function valueBytes(value: SnmpValue | undefined): number {
  switch (value?.type) {
    case "OctetString":
    case "Opaque":
    case "IpAddress":
      return value.value.length;
    case "ObjectIdentifier":
      return encodeOid(value.value).length;
    case "Integer32":
    case "Counter32":
    case "Gauge32":
    case "TimeTicks":
    case "Counter64":
      return integerBytes(BigInt(value.value));
    case "Null":
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
    case undefined:
      return 0;
    default:
      return value satisfies never;
  }
}

/** Of the shortest two's complement form. */
function integerBytes(value: bigint): number {
  let bytes = 1;
  for (let rest = value < 0n ? ~value : value; rest > 0x7fn; rest >>= 8n) bytes++;
  return bytes;
}
