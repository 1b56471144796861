import { AppError } from "../base/index.ts";
import { loadMonitoringConfigurations } from "../config/index.ts";
import type { Manifest } from "../manifest/index.ts";
import { type Finding, loadExtension, type UserMibs, unreadable } from "./extensions.ts";
import { secretsUnseen } from "./secret-reader.ts";
import { readText } from "./text-file.ts";

/** All findings of one manifest, and of a configuration for it when given; a file that cannot be read is one. */
export async function checkManifest(
  path: string,
  userMibs: UserMibs,
  configPath?: string,
): Promise<readonly Finding[]> {
  try {
    const { manifest, findings } = await loadExtension(path, userMibs);
    if (configPath === undefined || manifest === undefined) return findings;
    return [...findings, ...(await checkConfiguration(configPath, manifest))];
  } catch (error) {
    return [asFinding("M001", path, error)];
  }
}

async function checkConfiguration(path: string, manifest: Manifest): Promise<Finding[]> {
  try {
    const text = await readText(path, "the monitoring configuration", "command line");
    const { diagnostics } = loadMonitoringConfigurations(text, {
      manifest,
      idPrefix: path,
      file: path,
      secrets: secretsUnseen,
    });
    return diagnostics.map((diagnostic) => ({ ...diagnostic, file: path }));
  } catch (error) {
    return [asFinding("C001", path, error)];
  }
}

function asFinding(code: string, file: string, error: unknown): Finding {
  if (error instanceof AppError) return unreadable(code, file, error);
  throw error;
}
