import { loadServiceConfig, type ServiceConfig } from "../config/index.ts";
import { type Finding, rejectErrors } from "./extensions.ts";
import { readText } from "./text-file.ts";

/**
 * Reads `snmpgate.yaml`.
 * @throws {AppError} with all findings when one of them is an error
 */
export async function readServiceConfig(
  path: string,
): Promise<{ readonly config: ServiceConfig; readonly findings: Finding[] }> {
  const text = await readText(path, "the service configuration", "command line");
  const loaded = loadServiceConfig(text, { file: path });
  const findings = loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }));
  rejectErrors("The service configuration", findings);
  return { config: loaded.value!, findings };
}
