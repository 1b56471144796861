import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { pageInfo, time } from "./parameters.ts";

// Spec 4 §5.

export const SELECTOR_LENGTH_MAX = 2_000;

export const entitySelector = z
  .string()
  .min(1)
  .describe(
    `Which entities: type(T) or entityId(ID), and more criteria behind commas. At most ${SELECTOR_LENGTH_MAX} characters.`,
  )
  .meta({ examples: ['type(network:interface),fromRelationships.runsOn(entityName("sw-1"))'] });

const fields = z
  .string()
  .max(2_000)
  .optional()
  .describe(
    "What to add: +properties, +properties.NAME, +tags, +icon, +managementZones, +firstSeenTms, +lastSeenTms, +fromRelationships, +toRelationships, +fromRelationships.runsOn.",
  );

export const entitiesQuery = z.object({
  entitySelector,
  from: time("now-3d"),
  to: time("now"),
  fields,
  sort: z.enum(["name", "+name", "-name"]).optional().describe("Default: in no order that is promised."),
});
export const entityQuery = z.object({ from: time("now-3d"), to: time("now"), fields });
export const entityPath = z.object({
  id: z.string().min(1).max(100).describe("Like CUSTOM_DEVICE-0123456789ABCDEF."),
});
export const entityTypePath = z.object({ type: z.string().min(1).describe("Compared case-insensitively.") });
export const historyQuery = z.object({
  from: time("now-35d"),
  to: time("now"),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const tag = z
  .object({
    context: z.string(),
    key: z.string(),
    value: z.string().optional(),
    stringRepresentation: z.string(),
  })
  .meta({ id: "Tag" });
export type Tag = DeepReadonly<z.infer<typeof tag>>;

const reference = z.object({ id: z.string(), type: z.string() }).meta({ id: "EntityReference" });
const relationships = z.record(z.string(), z.array(reference)).optional();

export const entity = z
  .object({
    entityId: z.string(),
    displayName: z.string(),
    type: z.string(),
    firstSeenTms: z.number().optional().describe("Milliseconds since the epoch."),
    lastSeenTms: z.number().optional().describe("Milliseconds since the epoch."),
    properties: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    tags: z.array(tag).optional(),
    managementZones: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
    icon: z.object({ primaryIconType: z.string() }).optional(),
    fromRelationships: relationships.describe("By relation: the ends of edges that start here."),
    toRelationships: relationships.describe("By relation: the starts of edges that end here."),
  })
  .meta({ id: "Entity", description: "A device, an interface, or what else a manifest makes of the lines." });
export type Entity = DeepReadonly<z.infer<typeof entity>>;

export const entitiesList = z.object({ ...pageInfo, entities: z.array(entity) }).meta({ id: "EntitiesList" });

export const entityType = z
  .object({
    type: z.string(),
    displayName: z.string(),
    dimensionKey: z.string().describe("The dimension that metric lines of such an entity carry."),
    entityLimitExceeded: z.boolean(),
    properties: z.array(z.object({ id: z.string(), type: z.string(), displayName: z.string() })),
    fromRelationships: z.array(z.object({ id: z.string(), toTypes: z.array(z.string()) })),
    toRelationships: z.array(z.object({ id: z.string(), fromTypes: z.array(z.string()) })),
    tags: z.string(),
    managementZones: z.string(),
  })
  .meta({ id: "EntityType" });
export type EntityType = DeepReadonly<z.infer<typeof entityType>>;

export const entityTypeList = z
  .object({ ...pageInfo, types: z.array(entityType) })
  .meta({ id: "EntityTypeList" });

const name = z.string().min(1).max(500);
export const customDevice = z
  .object({
    customDeviceId: name.describe("Yours; the same id updates the same device."),
    displayName: name,
    group: name.optional(),
    ipAddresses: z.array(name).max(1_000).optional(),
    listenPorts: z.array(z.number().int().min(0).max(65_535)).max(1_000).optional(),
    dnsNames: z.array(name).max(1_000).optional(),
    type: name.optional(),
    properties: z.record(z.string(), z.string().max(5_000)).optional(),
    faviconUrl: z.string().max(2_000).optional(),
    configUrl: z.string().max(2_000).optional(),
  })
  .meta({
    id: "CustomDevice",
    examples: [{ customDeviceId: "ups-17", displayName: "UPS of building 4", ipAddresses: ["192.0.2.17"] }],
  });
export type CustomDevice = DeepReadonly<z.infer<typeof customDevice>>;
export const customDeviceCreated = z
  .object({ entityId: z.string(), groupId: z.string() })
  .meta({ id: "CustomDeviceCreated" });

export const tagsQuery = z.object({ entitySelector, from: time("now-24h"), to: time("now") });
export const untagQuery = tagsQuery.extend({
  key: z.string().min(1).max(255),
  value: z.string().max(255).optional(),
  deleteAllWithKey: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("Whatever the value is."),
});
export const newTags = z
  .object({
    tags: z
      .array(z.object({ key: z.string().min(1).max(255), value: z.string().max(255).optional() }))
      .min(1)
      .max(100),
  })
  .meta({ id: "NewTags", examples: [{ tags: [{ key: "site", value: "b4" }] }] });
export const tagList = z.object({ totalCount: z.number().int(), tags: z.array(tag) }).meta({ id: "TagList" });
export const tagsApplied = z
  .object({ matchedEntitiesCount: z.number().int(), appliedTags: z.array(tag) })
  .meta({ id: "TagsApplied" });
export const tagsRemoved = z.object({ matchedEntitiesCount: z.number().int() }).meta({ id: "TagsRemoved" });

export const entityChange = z
  .object({
    timestamp: z.number(),
    kind: z.string().describe("created, renamed, attribute, relationship-added, relationship-removed, tag."),
    what: z.string().optional().describe("Attribute key, relation or tag key."),
    before: z.string().optional(),
    after: z.string().optional(),
  })
  .meta({ id: "EntityChange" });
export type EntityChange = DeepReadonly<z.infer<typeof entityChange>>;
export const entityHistory = z
  .object({ changes: z.array(entityChange).describe("Latest first.") })
  .meta({ id: "EntityHistory" });
