import { basename } from "node:path";
import {
  loadMonitoringConfigurations,
  type MonitoringConfiguration,
  type SecretReader,
  type WantedExtension,
} from "../../config/index.ts";
import type { Activation } from "../activation.ts";
import type { Finding } from "../extensions.ts";
import { chooseExtension } from "./choose-extension.ts";
import type { InstalledExtension } from "./extension-shelf.ts";
import { isError } from "./finding.ts";
import type { SourceFile } from "./source-files.ts";

/** One configuration of a file. */
export interface ConfigurationElement {
  readonly id: string;
  readonly file: SourceFile;
  /** In its file, from 0, and of how many. */
  readonly position: number;
  readonly count: number;
  /** Name of the extension, where it is known. */
  readonly extension: string | undefined;
  readonly version: string | undefined;
  /** Undefined while it has errors. */
  readonly activation: LiveActivation | undefined;
  readonly findings: readonly Finding[];
}

export interface LiveActivation extends Activation {
  readonly extension: InstalledExtension;
}

export interface Evaluation {
  readonly elements: readonly ConfigurationElement[];
  readonly findings: readonly Finding[];
  /** What was asked for and found: the text is read anew when it would be something else. */
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly wanted: WantedExtension;
  readonly chosen: InstalledExtension | string;
}

export interface Surroundings {
  readonly installed: readonly InstalledExtension[];
  readonly secrets: SecretReader;
}

/** Reads the text of a configuration file with what is installed. */
export function evaluate(file: SourceFile, text: string, around: Surroundings): Evaluation {
  // The last configuration was taken out of a file that the service file names.
  if (/^\s*\[\s*\]\s*$/.test(text)) return { elements: [], findings: [], choices: [] };
  const choices: Choice[] = [];
  const ids: string[] = [];
  const { value, diagnostics } = loadMonitoringConfigurations(text, {
    manifest: (wanted) => {
      const chosen = chooseFor(file, wanted, around.installed);
      choices.push({ wanted, chosen });
      return typeof chosen === "string" ? chosen : chosen.manifest;
    },
    idPrefix: file.path,
    idOf: (position, count) => {
      const id = idOf(file, position, count);
      ids[position] = id;
      return id;
    },
    file: file.path,
    secrets: around.secrets,
  });
  const findings = diagnostics.map((diagnostic) => ({ ...diagnostic, file: file.path }));
  const loaded = new Map((value ?? []).map((configuration) => [configuration.id, configuration]));
  const elements = choices.map((choice) => elementOf(file, choice, { ids, loaded, findings }));
  return { elements, findings, choices };
}

/** Whether an evaluation would come out otherwise with what is installed now. */
export function isOutdated(
  file: SourceFile,
  { choices }: Evaluation,
  installed: readonly InstalledExtension[],
): boolean {
  return choices.some(({ wanted, chosen }) => chooseFor(file, wanted, installed) !== chosen);
}

/** What stands in the element counts, then what the service file says of the whole file. */
const chooseFor = (
  file: SourceFile,
  { extension, version }: WantedExtension,
  installed: readonly InstalledExtension[],
): InstalledExtension | string =>
  chooseExtension(installed, { extension: extension ?? file.extension, version });

/** Of files of the service file as ever: what was learned of devices is kept under it. */
function idOf({ path, origin }: SourceFile, position: number, count: number): string {
  if (origin === "service") return `${path}-${position}`;
  const name = basename(path, ".json");
  return count === 1 ? name : `${name}-${position}`;
}

function elementOf(
  file: SourceFile,
  { wanted, chosen }: Choice,
  {
    ids,
    loaded,
    findings,
  }: {
    readonly ids: readonly string[];
    readonly loaded: ReadonlyMap<string, MonitoringConfiguration>;
    readonly findings: readonly Finding[];
  },
): ConfigurationElement {
  const { position } = wanted;
  const id = ids[position]!;
  const configuration = loaded.get(id);
  const extension = typeof chosen === "string" ? undefined : chosen;
  return {
    id,
    file,
    position,
    count: ids.length,
    extension: wanted.extension ?? file.extension ?? extension?.manifest.name,
    version: wanted.version,
    activation:
      configuration === undefined || extension === undefined ? undefined : { extension, configuration },
    findings: findings.filter(({ path }) => positionOf(path) === position),
  };
}

/** A file that holds one element without a list has no position in its pointers. */
const positionOf = (path: string): number => Number(/^\/(\d+)(?:\/|$)/.exec(path)?.[1] ?? 0);

export const hasErrors = ({ findings }: Evaluation): boolean => findings.some(isError);
