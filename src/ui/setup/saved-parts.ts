import type { CheckedDevice } from "./check-merge.ts";
import { setsOf } from "./costs.ts";
import type { Draft } from "./draft.ts";
import { suggestedName } from "./wizard-words.ts";

// A configuration has one list of feature sets, and a device that lacks one of them shows as incomplete for good.
// So devices of different kinds become several configurations.

/** What becomes one configuration. */
export interface SavedPart {
  readonly devices: readonly CheckedDevice[];
  readonly featureSets: readonly string[];
}

/** More would be hard to keep an eye on: whatever is most alike is put together. */
export const PARTS_MAX = 8;

/**
 * Devices with the feature sets that they have, those alike together, in the order of the first of each.
 * @param chosen  feature sets for all of them; undefined: each gets what it has
 * @returns at most `PARTS_MAX`; at least one
 */
export function savedParts(
  devices: readonly CheckedDevice[],
  { extension }: Pick<Draft, "extension">,
  chosen: readonly string[] | undefined,
): readonly SavedPart[] {
  if (chosen !== undefined) return [{ devices, featureSets: chosen }];
  const bySets = new Map<
    string,
    { readonly devices: CheckedDevice[]; readonly featureSets: readonly string[] }
  >();
  const unknown: CheckedDevice[] = [];
  for (const device of devices) {
    const sets = setsOf(device, extension);
    if (sets.length === 0) {
      unknown.push(device);
      continue;
    }
    const featureSets = supportedNames(sets);
    const key = featureSets.join("\n");
    const same = bySets.get(key);
    if (same === undefined) bySets.set(key, { devices: [device], featureSets });
    else same.devices.push(device);
  }
  return withUnknown(few([...bySets.values()]), unknown);
}

const supportedNames = (sets: ReturnType<typeof setsOf>): readonly string[] =>
  sets.flatMap(({ name, supported }) => (name !== "" && supported !== "no" ? [name] : []));

/** What nobody knows the feature sets of goes with the most. */
function withUnknown(parts: readonly SavedPart[], unknown: readonly CheckedDevice[]): readonly SavedPart[] {
  const [first] = parts.toSorted((a, b) => b.devices.length - a.devices.length);
  if (first === undefined) return [{ devices: unknown, featureSets: [] }];
  if (unknown.length === 0) return parts;
  return parts.map((part) => (part === first ? { ...part, devices: [...part.devices, ...unknown] } : part));
}

/** The smallest joins the one with which the fewest devices get sets that they lack, until there are few enough. */
function few(parts: readonly SavedPart[]): readonly SavedPart[] {
  if (parts.length <= PARTS_MAX) return parts;
  const [least] = parts.toSorted((a, b) => a.devices.length - b.devices.length) as [SavedPart];
  const others = parts.filter((part) => part !== least);
  const [nearest] = others.toSorted((a, b) => lacking(a, least) - lacking(b, least)) as [SavedPart];
  return few(others.map((part) => (part === nearest ? joined(part, least) : part)));
}

const lacking = (a: SavedPart, b: SavedPart): number =>
  a.devices.length * without(b, a).length + b.devices.length * without(a, b).length;

const without = (a: SavedPart, b: SavedPart): readonly string[] =>
  a.featureSets.filter((name) => !b.featureSets.includes(name));

const joined = (a: SavedPart, b: SavedPart): SavedPart => ({
  devices: [...a.devices, ...b.devices],
  featureSets: [...a.featureSets, ...without(b, a)],
});

/** What each is called: `Building 4 (1 of 3)`; by its devices where nobody gave them a name. */
export function partNames(description: string, parts: readonly SavedPart[]): readonly string[] {
  if (parts.length === 1) return [description];
  const isSuggested = description === suggestedName(parts.flatMap(({ devices }) => devices));
  return parts.map(({ devices }, i) =>
    isSuggested ? suggestedName(devices) : `${description} (${i + 1} of ${parts.length})`,
  );
}

/** What is collected of a device. */
export const setsFor = (parts: readonly SavedPart[], device: CheckedDevice | undefined): readonly string[] =>
  parts.find(({ devices }) => devices.some(({ key }) => key === device?.key))?.featureSets ?? [];
