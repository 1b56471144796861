import { existsSync, renameSync } from "node:fs";
import { expect, test } from "vitest";
import type { ActiveSet } from "../../../src/app/live/active-set.ts";
import type { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { sameContent } from "../../../src/app/live/same-content.ts";
import { type Random, seededRandom } from "../../../src/base/index.ts";
import { CALLER, element, manifest, Place, portsOf, value } from "./live-setup.ts";

const SEED = Number(process.env["FUZZ_SEED"] ?? 1);
const [EDITS, FILES, VERSIONS] = [1_000, 12, 3];
const NAME = "custom:live";

const pick = (random: Random, count: number): number => Math.floor(random.next() * count);
const versionOf = (random: Random): string => `1.${pick(random, VERSIONS)}.0`;
const ipsOf = (random: Random): string[] =>
  Array.from({ length: 1 + pick(random, 4) }, (_, i) => `192.0.2.${i * 40 + pick(random, 40)}`);
const anElement = (random: Random): object =>
  element({ version: versionOf(random), ips: ipsOf(random), enabled: random.next() < 0.8 });

/** One edit, as an operator, an editor, a checkout or the API makes it. */
async function edit(place: Place, live: LiveConfiguration, random: Random): Promise<void> {
  const name = `config/monitoring/n${pick(random, FILES)}.json`;
  const { configurations } = portsOf(place, live);
  switch (pick(random, 9)) {
    case 0:
      return place.remove(name);
    case 1:
      place.write(name, [anElement(random), anElement(random)]);
      return;
    case 2:
      place.write(name, '{ "scope": ');
      return;
    case 3:
      place.write(name, element({ version: "9.9.9" }));
      return;
    case 4: {
      const other = place.path(`config/monitoring/n${pick(random, FILES)}.json`);
      if (existsSync(place.path(name))) renameSync(place.path(name), other);
      return;
    }
    case 5: {
      const version = pick(random, VERSIONS);
      const more = random.next() < 0.5 ? "" : `# ${pick(random, 1_000)}`;
      return place.replace(`config/extensions/v${version}.yaml`, manifest(`1.${version}.0`, { more }));
    }
    case 6: {
      const elements = live.elements;
      const { id } = elements[pick(random, elements.length)] ?? { id: "none" };
      const changed = value({ version: versionOf(random), ips: ipsOf(random) });
      await configurations.replace(NAME, id, changed, {}, CALLER).catch(() => undefined);
      return;
    }
    default:
      place.replace(name, anElement(random));
  }
}

const contentOf = ({ activations, problems }: ActiveSet): unknown => ({
  activations: activations.map(({ extension: { manifest: of, fileHash, text }, configuration }) => ({
    of: [of.name, of.version, fileHash, text],
    configuration,
  })),
  problems: problems.map(({ code, file, message }) => `${file} ${code} ${message}`),
});

/** What is equal to what was before is the same object. */
function expectIdentity(set: ActiveSet, previous: ActiveSet): void {
  const former = new Map(previous.activations.map((activation) => [activation.configuration.id, activation]));
  for (const activation of set.activations) {
    const before = former.get(activation.configuration.id);
    if (before?.extension !== activation.extension) continue;
    const isEqual = sameContent(before.configuration, activation.configuration);
    expect(activation === before).toBe(isEqual);
  }
}

test(`${EDITS} random edits end in what a fresh look at the folder gives (seed ${SEED})`, async () => {
  const place = new Place();
  try {
    const random = seededRandom(SEED);
    for (let i = 0; i < VERSIONS; i++) place.write(`config/extensions/v${i}.yaml`, manifest(`1.${i}.0`));
    const live = await place.open();
    const changes: [ActiveSet, ActiveSet][] = [];
    live.onChange((set, previous) => changes.push([set, previous]));
    for (let i = 0; i < EDITS; i++) {
      await edit(place, live, random);
      if (random.next() < 0.7) await live.refresh();
    }
    await live.refresh();
    await live.refresh();
    await live.settled();
    for (const [set, previous] of changes) expectIdentity(set, previous);
    const fresh = await place.open();
    expect(live.current().activations.length).toBeGreaterThan(2);
    expect(contentOf(live.current())).toEqual(contentOf(fresh.current()));
    expect(sameContent(contentOf(live.current()), contentOf(fresh.current()))).toBe(true);
  } finally {
    await place.end();
  }
}, 120_000);
