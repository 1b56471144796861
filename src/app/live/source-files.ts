import type { BigIntStats, Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { ServiceConfig } from "../../config/index.ts";
import { configFolder } from "./config-folder.ts";

/** A file that configures what is polled; an extension may also be a folder. */
export interface SourceFile {
  readonly path: string;
  readonly kind: "extension" | "configuration" | "credential" | "active-versions";
  /** Named by the service file, or found in `configDir`. */
  readonly origin: "service" | "folder";
  /** Of configurations: the extension that the service file names with it. */
  readonly extension: string | undefined;
  /** Changes whenever the file does: time, size, number on disk. Undefined while there is no such file. */
  readonly signature: string | undefined;
}

export type SourceSettings = Pick<ServiceConfig, "extensions" | "monitoringConfigurations" | "configDir">;

/** Of one folder; more are no configuration but a mistaken path. */
const FILES_MAX = 10_000;
const NESTING_MAX = 8;

/**
 * All files as they are now: those of the service file in its order, then those of `configDir` by name.
 * @throws what the file system says of a folder that is there and cannot be read, and of a `configDir` that is gone
 */
export async function listSources(settings: SourceSettings): Promise<readonly SourceFile[]> {
  const named = [
    ...settings.extensions.map((path) => ({ path, kind: "extension" as const, extension: undefined })),
    ...settings.monitoringConfigurations.map((file) => ({ ...file, kind: "configuration" as const })),
  ].map(async (file) => ({
    ...file,
    origin: "service" as const,
    signature: await signatureOf(file.path),
  }));
  const found = settings.configDir === undefined ? [] : await listFolder(settings.configDir);
  return [...(await Promise.all(named)), ...found];
}

async function listFolder(configDir: string): Promise<readonly SourceFile[]> {
  await stat(configDir);
  const { extensions, activeVersions, configurations, credentials } = configFolder(configDir);
  const files = [
    ...(await entriesOf(extensions, isExtension)).map((path) => ({ path, kind: "extension" as const })),
    { path: activeVersions, kind: "active-versions" as const },
    ...(await entriesOf(configurations, isJson)).map((path) => ({ path, kind: "configuration" as const })),
    ...(await entriesOf(credentials, isJson)).map((path) => ({ path, kind: "credential" as const })),
  ];
  const listed = await Promise.all(
    files.map(async (file) => ({
      ...file,
      origin: "folder" as const,
      extension: undefined,
      signature: await signatureOf(file.path),
    })),
  );
  // What went away between the two looks was not there.
  return listed.filter(({ signature }) => signature !== undefined);
}

const isJson = (entry: Dirent): boolean => !entry.isDirectory() && extname(entry.name) === ".json";
const isExtension = (entry: Dirent): boolean =>
  entry.isDirectory() || [".yaml", ".zip"].includes(extname(entry.name));

async function entriesOf(folder: string, isWanted: (entry: Dirent) => boolean): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(orNone<Dirent[]>([]));
  // Hidden ones are those of git, of editors, and those that are being written.
  const wanted = entries.filter((entry) => !entry.name.startsWith(".") && isWanted(entry));
  return wanted
    .map(({ name }) => name)
    .toSorted()
    .slice(0, FILES_MAX)
    .map((name) => join(folder, name));
}

/** @returns undefined when there is no such file */
async function signatureOf(path: string, depth = 0): Promise<string | undefined> {
  const info = await stat(path, { bigint: true }).catch(orNone<undefined>(undefined));
  if (info === undefined) return undefined;
  if (!info.isDirectory() || depth >= NESTING_MAX) return signatureOfFile(info);
  const names = (await readdir(path).catch(orNone<string[]>([]))).filter((name) => !name.startsWith("."));
  const inner = names.toSorted().slice(0, FILES_MAX);
  const signatures = await Promise.all(
    inner.map(async (name) => `${name} ${await signatureOf(join(path, name), depth + 1)}`),
  );
  // A folder without a manifest is none of ours, or not all there yet.
  const isPackage = depth > 0 || inner.includes("extension.yaml") || inner.includes("extension");
  return isPackage ? `folder\n${signatures.join("\n")}` : undefined;
}

const signatureOfFile = ({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string =>
  `${mtimeNs} ${ctimeNs} ${size} ${ino}`;

function orNone<T>(none: T): (error: unknown) => T {
  return (error) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return none;
    throw error;
  };
}
