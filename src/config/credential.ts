import type { Loaded } from "../source/index.ts";
import { readAuthentication } from "./authentication.ts";
import type { Credentials } from "./config.ts";
import { rootField } from "./field.ts";
import { MONITORING_CODES } from "./monitoring-codes.ts";
import { readSource } from "./report.ts";
import { type SecretOptions, secretContext } from "./secret-reader.ts";

/**
 * Reads a named credential: an object as `authentication` of a device has it, the whole text confidential. Same
 * checks, same codes. To read what a device may have, `{ "credential": name }` included, give `secrets` that know
 * the names; a reader without them refuses it.
 */
export function loadCredential(text: string, options: SecretOptions): Loaded<Credentials> {
  return readSource(text, MONITORING_CODES, (root, report) => {
    const field = { ...rootField(root), confidential: true };
    const credentials = readAuthentication(report, field, secretContext(options));
    return report.errors === 0 ? credentials : undefined;
  });
}
