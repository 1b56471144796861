import { parseOid } from "../smi/index.ts";
import type { Entity } from "../topology/index.ts";
import { vendorOf } from "./onboarding/vendors.ts";

export interface DeviceKind {
  readonly vendor: string | undefined;
  readonly model: string | undefined;
}

/**
 * Who made a device and what it is, as far as properties of its entity tell: a sysObjectID under whatever name, or a
 * property that is called vendor or model.
 */
export function deviceKindOf({ attributes }: Pick<Entity, "attributes">): DeviceKind {
  let vendor: string | undefined;
  for (const value of attributes.values()) {
    if (typeof value !== "string" || !value.startsWith(ENTERPRISES)) continue;
    const oid = parseOid(value);
    vendor = oid && vendorOf(oid);
    if (vendor !== undefined) break;
  }
  return { vendor: vendor ?? textOf(attributes.get("vendor")), model: textOf(attributes.get("model")) };
}

/** As OIDs are rendered in dimensions. */
const ENTERPRISES = ".1.3.6.1.4.1.";

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
