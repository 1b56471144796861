import type { Loaded } from "../source/index.ts";
import type { DeviceConfig } from "./config.ts";
import { readDevices } from "./devices.ts";
import { rootField } from "./field.ts";
import { MONITORING_CODES } from "./monitoring-codes.ts";
import { readSection } from "./read.ts";
import { readSource } from "./report.ts";
import { type SecretOptions, secretContext } from "./secret-reader.ts";

/**
 * Reads devices alone, `{"devices": […]}` as it stands below `snmp` of the activation JSON: for commands that ask a
 * device without an extension. Same checks, same codes.
 */
export function loadDevices(text: string, options: SecretOptions = {}): Loaded<readonly DeviceConfig[]> {
  return readSource(text, MONITORING_CODES, (root, report) => {
    const section = readSection(report, rootField(root));
    return section === undefined ? [] : readDevices(section, secretContext(options));
  });
}
