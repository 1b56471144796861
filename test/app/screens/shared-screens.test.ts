import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { ScreenCard, Screens } from "../../../src/api/index.ts";
import { createScreensPort } from "../../../src/app/screens-port.ts";
import { loadManifest, parseEntitySelector, parseMetricSelector } from "../../../src/manifest/index.ts";
import { builtinCatalogue } from "../../../src/smi/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { POLLED_GRID, pollIntoStore } from "../../support/recorded-store.ts";

// The screens of published manifests come up complete on a recorded switch, without code of their own.

const SHARED = resolve(import.meta.dirname, "../../../../shared");
const RECORDING = `${SHARED}/recordings/iosxe_c9400.snmprec`;

async function polled(name: string, folder = `${SHARED}/manifests`) {
  const { value: manifest } = loadManifest(readFileSync(`${folder}/${name}.yaml`, "utf8"), {
    catalogue: builtinCatalogue,
  });
  if (manifest === undefined) throw new Error(name);
  const { entities, metrics } = await pollIntoStore(manifest, [manifest], [RECORDING]);
  const port = createScreensPort({
    entities,
    metrics,
    manifests: () => [manifest],
    told: () => undefined,
    activations: () => [{ name: manifest.name, version: manifest.version, featureSets: ["all"] }],
    clock: new FakeClock({ wallMs: POLLED_GRID.startMs + POLLED_GRID.slots * POLLED_GRID.stepMs }),
  });
  const firstOf = async (type: string): Promise<Screens> =>
    (await port.ofEntity([...entities.ofType(type)][0]!.id))!;
  return { firstOf, port };
}

/** Card by card what it is and how much it holds. */
const outline = ({ cards }: Screens): string[] =>
  cards.map((card) => {
    const charts = "charts" in card ? ` ${card.charts.length}` : "";
    return `${card.kind} ${card.key}${charts}`;
  });

function selectorsIn(card: ScreenCard): { readonly metric: string[]; readonly entity: string[] } {
  const charts = "charts" in card ? card.charts : [];
  return {
    metric: charts.flatMap(({ metrics }) =>
      metrics.flatMap(({ selector, rowSelector }) => [
        selector,
        ...(rowSelector === undefined ? [] : [rowSelector]),
      ]),
    ),
    entity: [
      ...charts.map(({ entitySelector }) => entitySelector),
      ...(card.kind === "entities" ? [card.entitySelector] : []),
    ],
  };
}

function expectSound(screens: Screens): void {
  for (const card of screens.cards) {
    expect(card.kind).not.toBe("fault");
    const charts = "charts" in card ? card.charts : [];
    expect(charts.filter(({ fault }) => fault !== undefined)).toEqual([]);
    const { metric, entity } = selectorsIn(card);
    expect(metric.filter((text) => !parseMetricSelector(text).ok)).toEqual([]);
    expect(entity.filter((text) => !parseEntitySelector(text).ok)).toEqual([]);
  }
}

describe.skipIf(!existsSync(RECORDING))("screens of published manifests", () => {
  test("cisco: device and interface, with all their cards", async () => {
    const { firstOf, port } = await polled("cisco");
    const type = "snmp:com_dynatrace_extension_snmp_generic_cisco";
    const device = await firstOf(`${type}_device`);
    expect(outline(device)).toEqual([
      "charts device_stats 3",
      "charts device_health 2",
      "charts network_stats 9",
      "charts snmp_health 4",
      "entities network_interfaces 3",
      "message snmp_traps_info",
    ]);
    expectSound(device);
    const port1 = await firstOf(`${type}_network_interface`);
    expect(outline(port1)).toEqual(["charts traffic 3", "charts other 2"]);
    expect(port1.breadcrumbs).toMatchObject([{ type: `${type}_device` }, { entityId: device.entity!.id }]);
    expect(port1.properties[0]).toMatchObject({ title: "Device", entities: [{ id: device.entity!.id }] });
    expectSound(port1);
    expectSound((await port.ofType(`${type}_network_interface`))!);
  });

  test("generic: device and interface, with all their cards", async () => {
    const { firstOf } = await polled("generic");
    const device = await firstOf("snmp:com_dynatrace_extension_snmp_generic_device");
    expect(outline(device)).toEqual([
      "charts network_stats 13",
      "charts snmp_health 4",
      "entities network_interfaces 3",
      "message snmp_traps_info",
    ]);
    expectSound(device);
    expectSound(await firstOf("snmp:com_dynatrace_extension_snmp_generic_device_interface"));
  });
});
