import { AppError } from "../base/index.ts";
import { type Diagnostic, loadManifest, type Manifest } from "../manifest/index.ts";
import { loadMibs, type MibFile, type MibProblem, readMibFolder } from "../mib/index.ts";
import { builtinCatalogue, layerCatalogues, type ObjectCatalogue } from "../smi/index.ts";
import { type ExtensionSource, readExtensionSource } from "./extension-files.ts";
import { visibleText } from "./visible-text.ts";

/** One finding with the file it is in. */
export interface Finding extends Diagnostic {
  readonly file: string;
}

export interface LoadedExtension {
  readonly path: string;
  /** Undefined when a finding is an error. */
  readonly manifest: Manifest | undefined;
  /** Built-in names and those of the package's and the user's MIB files. */
  readonly catalogue: ObjectCatalogue;
  readonly findings: readonly Finding[];
}

const MIB_TIMEOUT_MS_PER_FILE = 10_000;

/**
 * Reads and checks one extension: a bare extension.yaml, a package folder or a zip, with the MIB files it brings.
 * @throws {AppError} when the file cannot be read at all; everything else is a finding
 */
export async function loadExtension(path: string, userMibs: UserMibs = NO_MIBS): Promise<LoadedExtension> {
  return checkExtension(await readExtensionSource(path), userMibs);
}

/** Checks what an extension brings. */
export async function checkExtension(
  source: ExtensionSource,
  userMibs: UserMibs = NO_MIBS,
): Promise<LoadedExtension> {
  const own = await readMibs(source.mibFiles);
  const catalogue = layerCatalogues(own.catalogue, userMibs.catalogue, builtinCatalogue);
  const loaded = loadManifest(source.text, {
    catalogue,
    ...(source.members === undefined ? {} : { files: source.members }),
  });
  const findings = loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: source.manifestLabel }));
  return { path: source.path, manifest: loaded.value, catalogue, findings: [...findings, ...own.findings] };
}

export interface UserMibs {
  readonly catalogue: ObjectCatalogue;
  readonly findings: readonly Finding[];
}

const NO_NAMES: ObjectCatalogue = {
  oidOf: () => undefined,
  syntaxOf: () => undefined,
  nameOf: () => undefined,
  namesIn: () => [],
};
const NO_MIBS: UserMibs = { catalogue: NO_NAMES, findings: [] };

/** Reads the user's MIB folders once, for all extensions. A file that does not parse is a warning, not an end. */
export async function loadUserMibs(folders: readonly string[]): Promise<UserMibs> {
  const read = await Promise.all(folders.map((folder) => readMibFolder(folder)));
  const loaded = await readMibs(read.flatMap(({ files }) => files));
  const unread = read.flatMap(({ problems }) => problems).map(findingOf);
  return { catalogue: loaded.catalogue, findings: [...unread, ...loaded.findings] };
}

async function readMibs(files: readonly MibFile[]): Promise<UserMibs> {
  if (files.length === 0) return NO_MIBS;
  const { catalogue, problems } = await loadMibs(files, { timeoutMsPerFile: MIB_TIMEOUT_MS_PER_FILE });
  return { catalogue, findings: problems.map(findingOf) };
}

function findingOf({ file, line = 1, message }: MibProblem): Finding {
  return { code: "MIB", severity: "warning", path: "", line, column: 1, message, file };
}

/** Stands for a file in findings about flags. */
export const COMMAND_LINE = "command line";

/** A file that cannot be read at all, as a finding at its begin. */
export function unreadable(code: string, file: string, { message, remedy }: AppError): Finding {
  const sentence = message.replace(/\.$/, "");
  const text = remedy === undefined ? sentence : `${sentence}. ${remedy}`;
  return { code, severity: "error", path: "", line: 1, column: 1, message: text, file };
}

/** `file:line:column severity CODE message`, one line: the form editors and grep understand. Flags have no line. */
export function formatFinding({ file, line, column, severity, code, message }: Finding): string {
  const place = file === COMMAND_LINE ? `${file}:` : `${file}:${line}:${column}`;
  return visibleText(`${place} ${severity} ${code} ${message}`);
}

/** Stops with all findings when one of them is an error. */
export function rejectErrors(what: string, findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length === 0) return;
  throw new AppError(
    "app.invalid-input",
    `${what} cannot be used:\n${errors.map((finding) => `  ${formatFinding(finding)}`).join("\n")}`,
  );
}
