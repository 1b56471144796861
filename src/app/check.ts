import { loadMonitoringConfigurations } from "../config/index.ts";
import { type Finding, loadExtension, type UserMibs } from "./extensions.ts";
import { readText } from "./text-file.ts";

/** All findings of one manifest, and of a configuration for it when given. */
export async function checkManifest(
  path: string,
  userMibs: UserMibs,
  configPath?: string,
): Promise<readonly Finding[]> {
  const extension = await loadExtension(path, userMibs);
  if (configPath === undefined || extension.manifest === undefined) return extension.findings;
  const loaded = loadMonitoringConfigurations(await readText(configPath, "the monitoring configuration"), {
    manifest: extension.manifest,
    idPrefix: configPath,
    file: configPath,
  });
  return [
    ...extension.findings,
    ...loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: configPath })),
  ];
}
