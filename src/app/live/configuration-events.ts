import type { LiveEvent } from "../../api/index.ts";
import type { ActiveSet } from "./active-set.ts";
import type { ConfigurationElement } from "./evaluate.ts";
import { NOT_IN_FORCE } from "./finding.ts";

type ConfigurationEvent = Extract<LiveEvent, { readonly type: "configuration" }>;

/**
 * What became of configurations between two sets, for those who look on.
 * @param elements  all there are now: of a file that broke they say which configurations are in it
 */
export function configurationEvents(
  set: ActiveSet,
  previous: ActiveSet,
  elements: readonly ConfigurationElement[],
): readonly ConfigurationEvent[] {
  const [now, before] = [byId(set), byId(previous)];
  const events: ConfigurationEvent[] = [];
  for (const [id, activation] of now) {
    const former = before.get(id);
    if (former === activation) continue;
    events.push(eventOf(id, activation, former === undefined ? "created" : "changed"));
  }
  for (const [id, activation] of before) {
    if (!now.has(id)) events.push(eventOf(id, activation, "removed"));
  }
  const wereBroken = brokenFiles(previous);
  const broken = new Set([...brokenFiles(set)].filter((file) => !wereBroken.has(file)));
  for (const { id, extension, file } of elements) {
    if (!broken.has(file.path)) continue;
    events.push({ type: "configuration", extension: extension ?? "", id, change: "broken" });
  }
  return events;
}

type Activations = ActiveSet["activations"];

const byId = ({ activations }: ActiveSet): ReadonlyMap<string, Activations[number]> =>
  new Map(activations.map((activation) => [activation.configuration.id, activation]));

const brokenFiles = ({ problems }: ActiveSet): ReadonlySet<string> =>
  new Set(problems.flatMap(({ code, file }) => (code === NOT_IN_FORCE ? [file] : [])));

const eventOf = (
  id: string,
  { extension }: Activations[number],
  change: ConfigurationEvent["change"],
): ConfigurationEvent => ({ type: "configuration", extension: extension.manifest.name, id, change });
