import { silentLogger } from "../../src/base/index.ts";
import type { Dimensions } from "../../src/mapping/index.ts";
import { EntityStore, type EntityStoreOptions, type KeyValue } from "../../src/store/index.ts";
import { compileTopology, entityIdOf, type TopologyRules } from "../../src/topology/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryKeyValue } from "./memory-key-value.ts";
import { aRelation, aTopology, aType, metricsSource } from "./topology.ts";

// A small network: devices, their interfaces, and what another extension knows of the same devices.

export const NETWORK = aTopology(
  [
    aType("x:device", {
      id: "dev_{device.address}",
      name: "{device.name}",
      attributes: { contact: "{contact}", "dt.ip_addresses": "{device.address}" },
    }),
    aType("x:interface", {
      id: "if_{device.address}-{if.idx}",
      name: "{if.name}",
      sources: [metricsSource("$prefix(x.if)")],
      attributes: { oper: "{oper}" },
    }),
    aType("traps:device", {
      id: "traps_{address}",
      sources: [metricsSource("$prefix(traps.)")],
      attributes: { "dt.ip_addresses": "{address}" },
    }),
  ],
  [
    aRelation({ typeOfRelation: "RUNS_ON" }),
    aRelation({
      fromType: "x:device",
      toType: "traps:device",
      typeOfRelation: "SAME_AS",
      sources: [
        {
          sourceType: "Entities",
          mappingRules: [
            {
              sourceProperty: "dt.ip_addresses",
              sourceTransformation: "Leave text as-is",
              destinationProperty: "dt.ip_addresses",
              destinationTransformation: "Leave text as-is",
            },
          ],
        },
      ],
    }),
  ],
);

export const NETWORK_RULES = compileTopology([NETWORK]);
export const START_MS = 1_760_000_000_000;

export const deviceId = (address: string): string => entityIdOf("x:device", `dev_${address}`);
export const interfaceId = (address: string, idx: string): string =>
  entityIdOf("x:interface", `if_${address}-${idx}`);

export const lineOf = (key: string, dimensions: Readonly<Record<string, string>>) => ({
  key,
  storedKey: key,
  type: "gauge" as const,
  dimensions: Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)) as Dimensions,
});

/** A store of entities with what it stands on. */
export async function entityStore(
  options: Partial<EntityStoreOptions> & {
    readonly kv?: KeyValue;
    readonly clock?: FakeClock;
    readonly rules?: TopologyRules;
  } = {},
) {
  const clock = options.clock ?? new FakeClock({ wallMs: START_MS });
  const kv = options.kv ?? new MemoryKeyValue();
  const store = await EntityStore.open({ logger: silentLogger, ...options, kv, clock });
  store.setRules(options.rules ?? NETWORK_RULES);
  const see = (
    key: string,
    dimensions: Readonly<Record<string, string>>,
    atMs = clock.wallMs(),
  ): Dimensions => {
    const binding = store.bind(lineOf(key, dimensions));
    binding.seen(atMs);
    return binding.dimensions;
  };
  return { store, clock, kv, see };
}
