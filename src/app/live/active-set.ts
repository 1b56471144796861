import { CONFIGURATIONS_MAX } from "../../config/index.ts";
import type { Activation } from "../activation.ts";
import type { Finding } from "../extensions.ts";
import type { ConfigurationElement, LiveActivation } from "./evaluate.ts";
import type { InstalledExtension } from "./extension-shelf.ts";
import { findingOf } from "./finding.ts";
import { sameContent } from "./same-content.ts";

/** The code of a configuration that is one too many (spec 2 §4). */
export const TOO_MANY = "C008";

/** What is to be polled now. What did not change since the set before is the same object (`===`). */
export interface ActiveSet {
  /** Enabled configurations without errors, in the order of their files. */
  readonly activations: readonly LiveActivation[];
  readonly extensions: readonly InstalledExtension[];
  /** All that is wrong with the files, what is not in force first. */
  readonly problems: readonly Finding[];
  /** Counts the sets. */
  readonly generation: number;
}

export interface SetParts {
  readonly elements: readonly ConfigurationElement[];
  readonly extensions: readonly InstalledExtension[];
  readonly findings: readonly Finding[];
  readonly cores: number;
}

/** @returns the set before, when nothing changed */
export function nextSet(before: ActiveSet, { elements, extensions, findings, cores }: SetParts): ActiveSet {
  const limits: Finding[] = [];
  const activations = withinLimits(elements, limits).flatMap(({ activation }) =>
    activation?.configuration.enabled === true ? [activation] : [],
  );
  limits.push(...overCapacity(activations, cores));
  const problems = [...findings, ...limits].filter(({ severity }) => severity !== "info");
  const isSame =
    sameObjects(before.activations, activations) &&
    sameObjects(before.extensions, extensions) &&
    sameContent(before.problems, problems);
  return isSame ? before : { activations, extensions, problems, generation: before.generation + 1 };
}

/** Those that count: of two with one id the first, and of an extension as many as it may have. */
function withinLimits(
  elements: readonly ConfigurationElement[],
  findings: Finding[],
): readonly ConfigurationElement[] {
  const ids = new Set<string>();
  const counts = new Map<string, number>();
  return elements.filter((element) => {
    const { id, file, activation } = element;
    if (activation === undefined) return false;
    if (ids.has(id)) {
      const message = `there is another configuration with the id ${id}, so this one is not used. Rename the file`;
      findings.push(findingOf(file.path, "config.id-taken", message));
      return false;
    }
    ids.add(id);
    const { name } = activation.extension.manifest;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count <= CONFIGURATIONS_MAX) return true;
    const message = `more than ${CONFIGURATIONS_MAX} configurations for ${name}: ${id} is not used. Put more devices into fewer configurations`;
    findings.push(findingOf(file.path, TOO_MANY, message));
    return false;
  });
}

/** Devices that the vendor publishes for a host (spec 6 §1). */
const CAPACITY = [
  { cores: 16, devices: 6_000 },
  { cores: 8, devices: 4_000 },
  { cores: 4, devices: 1_800 },
  { cores: 0, devices: 900 },
] as const;

/** C107: a hint that the vendor's own collector would need another host; this one may well carry more. */
function overCapacity(activations: readonly Activation[], cores: number): readonly Finding[] {
  const devices = activations.reduce((sum, { configuration }) => sum + configuration.devices.length, 0);
  const max = CAPACITY.find((row) => cores >= row.cores)!.devices;
  if (devices <= max) return [];
  const message = `${devices} devices are more than the ${max} that the platform's own collector is rated for with ${cores} cores. Watch the lateness of polls here, and split the devices over hosts before they move there`;
  return [findingOf("configuration", "C107", message, "warning")];
}

const sameObjects = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);
