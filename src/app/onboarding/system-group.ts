import type { OnboardingDevice } from "../../api/index.ts";
import { isMissing, oid, renderText, type SnmpValue, SYS_DESCR } from "../../smi/index.ts";
import type { SnmpClient } from "../../snmp/index.ts";
import { vendorOf } from "./vendors.ts";

const SYS_OBJECT_ID = oid("1.3.6.1.2.1.1.2.0");
const DESCRIPTION_MAX = 200;

/** What a device says of itself (RFC 3418), the description in one line. */
export async function describe(
  client: SnmpClient,
  signal: AbortSignal,
): Promise<Pick<OnboardingDevice, "sysDescr" | "sysObjectID" | "vendor">> {
  const { values } = await client.get([SYS_DESCR, SYS_OBJECT_ID], signal);
  const id = values.get(SYS_OBJECT_ID);
  const sysObjectID = id?.type === "ObjectIdentifier" ? id.value : undefined;
  return {
    sysDescr: textOf(values.get(SYS_DESCR))?.replace(/\s+/g, " ").trim().slice(0, DESCRIPTION_MAX),
    sysObjectID,
    vendor: sysObjectID && vendorOf(sysObjectID),
  };
}

export function textOf(value: SnmpValue | undefined): string | undefined {
  return value === undefined || isMissing(value) ? undefined : renderText(value, undefined);
}
