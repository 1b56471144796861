import type { Clock } from "../base/index.ts";
import { matchesCondition, matchesFilter, placeholdersOf, renderPattern } from "../manifest/index.ts";
import { normaliseDimensionValue } from "../mapping/index.ts";
import type { DimensionSource, PollPlan, SubgroupPlan } from "../plan/index.ts";
import { SYS_NAME } from "../smi/index.ts";
import type { DeviceState, EntityStore } from "../store/index.ts";
import { entityIdOf, type TopologyRules } from "../topology/index.ts";

export interface DeviceEntitiesOptions {
  readonly store: Pick<EntityStore, "entity" | "ofType">;
  readonly planOf: (configurationId: string) => PollPlan | undefined;
  /** Of all manifests in force: the same object as long as nothing changes. */
  readonly rules: () => TopologyRules;
  /** Types that the extension itself declares, in lower case. */
  readonly ownTypes: (extension: PollPlan["extension"]) => ReadonlySet<string>;
  readonly clock: Clock;
}

type Rule = TopologyRules["types"][number]["roles"][number]["rules"][number]["rule"];
type Sources = ReadonlyMap<string, DimensionSource>;

/** A rule by which lines of a configuration tell of their device as a whole. */
interface DeviceRule {
  readonly type: string;
  readonly rule: Rule;
  /** Dimensions that are the same on all lines of a device. */
  readonly sources: Sources;
  readonly isOwn: boolean;
  /** Metrics that it applies to: that of a device applies to most. */
  readonly metrics: number;
}

interface Found {
  readonly rules: TopologyRules;
  readonly address: string | undefined;
  readonly name: string;
  readonly systemName: string | undefined;
  readonly entityId: string | undefined;
  /** What was not found is looked for again then. */
  readonly untilMs: number;
}

const LOOK_AGAIN_AFTER_MS = 10_000;

/**
 * Which entity stands for a polled device: the one that its lines make by a rule whose id holds nothing but what is the
 * same on all lines of the device. Among several the types of the extension itself come first, then that which most
 * metrics tell of. Interfaces carry the address of their device, too, but their id needs more than that.
 */
export class DeviceEntities {
  readonly #options: DeviceEntitiesOptions;
  /** By id of the device: a plan that changes is another one. */
  readonly #found = new WeakMap<PollPlan, Map<string, Found>>();
  readonly #ruled = new WeakMap<
    PollPlan,
    { readonly rules: TopologyRules; readonly found: readonly DeviceRule[] }
  >();
  readonly #byAddress = new Map<
    string,
    { readonly ids: ReadonlyMap<string, string>; readonly atMs: number }
  >();

  constructor(options: DeviceEntitiesOptions) {
    this.#options = options;
  }

  /** @returns undefined as long as no line has told of it */
  of(device: DeviceState): string | undefined {
    const plan = this.#options.planOf(device.configurationId);
    if (plan === undefined) return undefined;
    const rules = this.#options.rules();
    const nowMs = this.#options.clock.monotonicMs();
    const ofPlan = this.#foundOf(plan);
    const known = ofPlan.get(device.id);
    if (known?.rules === rules && nowMs < known.untilMs && isNamed(known, device)) return known.entityId;
    const entityId = this.#find(device, plan, rules, nowMs);
    const untilMs = entityId === undefined ? nowMs + LOOK_AGAIN_AFTER_MS : Number.POSITIVE_INFINITY;
    const { address, name, systemName } = device;
    ofPlan.set(device.id, { rules, address, name, systemName, entityId, untilMs });
    return entityId;
  }

  #foundOf(plan: PollPlan): Map<string, Found> {
    let found = this.#found.get(plan);
    if (found === undefined) this.#found.set(plan, (found = new Map()));
    return found;
  }

  #find(device: DeviceState, plan: PollPlan, rules: TopologyRules, nowMs: number): string | undefined {
    const { store } = this.#options;
    for (const { type, rule, sources } of this.#deviceRules(plan, rules)) {
      const { text, missing } = renderPattern(rule.idPattern, (key) => valueOf(sources.get(key), device));
      const id = missing.length === 0 ? entityIdOf(type, text) : this.#atAddress(type, device.address, nowMs);
      if (id !== undefined && store.entity(id) !== undefined) return id;
    }
    return undefined;
  }

  #deviceRules(plan: PollPlan, rules: TopologyRules): readonly DeviceRule[] {
    let ruled = this.#ruled.get(plan);
    if (ruled?.rules !== rules) {
      ruled = { rules, found: deviceRules(plan, rules, this.#options.ownTypes(plan.extension)) };
      this.#ruled.set(plan, ruled);
    }
    return ruled.found;
  }

  /** The id holds what only a poll tells, as a serial number: then by the address that the entity says it has. */
  #atAddress(type: string, address: string | undefined, nowMs: number): string | undefined {
    if (address === undefined) return undefined;
    let known = this.#byAddress.get(type);
    if (known === undefined || nowMs - known.atMs >= LOOK_AGAIN_AFTER_MS) {
      const ids = new Map<string, string>();
      for (const { id, attributes } of this.#options.store.ofType(type)) {
        for (const one of [attributes.get("dt.ip_addresses") ?? []].flat()) ids.set(one, id);
      }
      known = { ids, atMs: nowMs };
      this.#byAddress.set(type, known);
    }
    return known.ids.get(address);
  }
}

/** Whether it is called as it was when it was looked for. */
const isNamed = (known: Found, { address, name, systemName }: DeviceState): boolean =>
  known.address === address && known.name === name && known.systemName === systemName;

/** On every line, unless the manifest declares the key itself (spec of the manifest §6). */
const AUTOMATIC: readonly (readonly [string, DimensionSource])[] = [
  ["device", { kind: "device", field: "endpoint" }],
  ["device.address", { kind: "device", field: "address" }],
  ["device.name", { kind: "device", field: "name" }],
];

function deviceRules(plan: PollPlan, rules: TopologyRules, own: ReadonlySet<string>): readonly DeviceRule[] {
  const subgroups = plan.groups.flatMap((group) => group.subgroups);
  const found: DeviceRule[] = [];
  for (const { name: type, roles } of rules.types) {
    const isOwn = own.has(type.toLowerCase());
    for (const { rule, sources: lines } of roles.flatMap((role) => role.rules)) {
      let sources: Sources | undefined;
      let metrics = 0;
      for (const subgroup of subgroups) {
        const applies = subgroup.metrics.filter(({ key, storedKey }) =>
          lines.metrics.some((condition) => matchesCondition(condition, key, storedKey)),
        ).length;
        const here = applies === 0 ? undefined : sourcesFor(rule, subgroup);
        if (here === undefined) continue;
        sources ??= here;
        metrics += applies;
      }
      if (sources !== undefined) found.push({ type, rule, sources, isOwn, metrics });
    }
  }
  return found.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || b.metrics - a.metrics);
}

/** The dimensions that the rule needs, when all of them are the same on all lines of a device. */
function sourcesFor(rule: Rule, { dimensions }: SubgroupPlan): Sources | undefined {
  const sources = new Map<string, DimensionSource>(AUTOMATIC);
  for (const { key, source } of dimensions) sources.set(key, source);
  const needed = [...placeholdersOf(rule.idPattern), ...rule.requiredDimensions.map(({ key }) => key)];
  const isSame = needed.every((key) => {
    const kind = sources.get(key)?.kind;
    return kind === "device" || kind === "const" || kind === "scalar";
  });
  const isLetThrough = rule.requiredDimensions.every(({ key, filter }) => {
    const source = sources.get(key);
    return source?.kind !== "const" || matchesFilter(filter, source.text);
  });
  return isSame && isLetThrough ? sources : undefined;
}

/** Undefined for what only a poll tells. */
function valueOf(source: DimensionSource | undefined, device: DeviceState): string | undefined {
  if (source?.kind === "const") return source.text;
  if (source?.kind === "scalar") {
    const { systemName } = device;
    return source.oid === SYS_NAME && systemName !== undefined
      ? normaliseDimensionValue(systemName)
      : undefined;
  }
  if (source?.kind !== "device") return undefined;
  const { id, address, name } = device;
  if (address === undefined) return undefined;
  const port = id.slice(id.lastIndexOf(":") + 1);
  switch (source.field) {
    case "address":
      return address;
    case "name":
      return name;
    case "port":
      return port;
    case "endpoint":
      return [address.includes(":") ? `[${address}]` : address, port].join(":");
    default:
      return source.field satisfies never;
  }
}
