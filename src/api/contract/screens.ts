import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { entityPath } from "./entities.ts";

// What a page about an entity, or a list of entities, shows: made of the `screens` of manifests (spec 1 §12), with
// what is shown put into all selectors, and without what its conditions hide.

export const screensQuery = z.object({
  entityId: entityPath.shape.id.optional().describe("The page of this entity."),
  type: z.string().min(1).max(500).optional().describe("The list of this type; without entityId."),
});

const fault = z.string().optional().describe("Why nothing is shown, where the manifest is wrong.");

export const screenMetric = z
  .object({
    selector: z.string().describe("As /api/v2/metrics/query takes it."),
    label: z.string(),
    unit: z.string(),
    kind: z.enum(["line", "area", "column"]),
    rowSelector: z
      .string()
      .optional()
      .describe("In lists: the same by entity, for all rows at once. Without it a row asks by itself."),
  })
  .meta({ id: "ScreenMetric" });
export type ScreenMetric = DeepReadonly<z.infer<typeof screenMetric>>;

export const screenChart = z
  .object({
    key: z.string(),
    title: z.string(),
    kind: z.enum(["graph", "single", "pie", "table"]),
    metrics: z.array(screenMetric),
    entitySelector: z.string().describe("Whose series they are."),
    stacked: z.boolean(),
    paletteStart: z.number().int().describe("The colour of the first series, of eight."),
    fold: z
      .enum(["last", "max", "min", "sum", "avg", "median", "p10", "p75", "p90"])
      .describe("How a single value comes of many."),
    sparkline: z.boolean(),
    trend: z.boolean().describe("Of a single value: how it changed is wanted, too."),
    min: z.number().optional().describe("Lower end of the value axis; default: 0, or what is measured."),
    max: z.number().optional().describe("Upper end of the value axis; default: what is measured."),
    thresholds: z
      .array(z.object({ from: z.number(), color: z.string().optional().describe("#rrggbb.") }))
      .describe("What the manifest sets apart, from low to high."),
    fault,
  })
  .meta({ id: "ScreenChart" });
export type ScreenChart = DeepReadonly<z.infer<typeof screenChart>>;

export const screenColumn = z
  .object({
    key: z.string(),
    kind: z.enum(["attribute", "relation"]),
    title: z.string(),
    unit: z.string().optional(),
    template: z
      .string()
      .optional()
      .describe("Of a relation: the selector of what is shown, $(entityConditions) being the row."),
    amount: z.boolean().optional().describe("Only how many there are."),
    fallback: z.string().optional().describe("Shown when there is none."),
  })
  .meta({ id: "ScreenColumn" });
export type ScreenColumn = DeepReadonly<z.infer<typeof screenColumn>>;

export const screenLink = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("entity"), id: z.string() }),
    z.object({ kind: z.literal("entities"), entitySelector: z.string(), type: z.string().optional() }),
    z.object({ kind: z.literal("extension"), name: z.string(), installed: z.boolean() }),
    z.object({ kind: z.literal("url"), url: z.string() }),
  ])
  .meta({ id: "ScreenLink" });
export type ScreenLink = DeepReadonly<z.infer<typeof screenLink>>;

const card = {
  key: z.string().describe("Unique within the page."),
  title: z.string(),
  width: z.enum(["full", "half"]),
  extension: z.string().optional().describe("Whose screen it is from; none: made by the service."),
  description: z.string().optional(),
  startsRow: z.boolean().optional().describe("Stands at the left, whatever room is beside the card before."),
};

const chartsAbove = {
  charts: z.array(screenChart),
  visible: z.number().int().describe("How many charts are seen at once; more when asked for."),
  chartsAbove: z.boolean().describe("The charts stand above the table, too."),
};

export const screenCard = z
  .discriminatedUnion("kind", [
    z.object({
      ...card,
      kind: z.literal("charts"),
      charts: z.array(screenChart),
      visible: z.number().int(),
      perRow: z.number().int().optional().describe("How many the manifest wants beside each other."),
    }),
    z.object({
      ...card,
      kind: z.literal("entities"),
      entitySelector: z.string(),
      type: z.string().optional(),
      rows: z.number().int().describe("How many the manifest wants to see at once."),
      columns: z.array(screenColumn),
      whyEmpty: z
        .string()
        .optional()
        .describe("Why there is none, where lines come without what makes an entity of the type."),
      ...chartsAbove,
    }),
    z.object({
      ...card,
      kind: z.literal("metrics"),
      rows: z.number().int(),
      ...chartsAbove,
    }),
    z.object({
      ...card,
      kind: z.literal("message"),
      tone: z.enum(["info", "warning", "error"]),
      parts: z.array(z.object({ text: z.string(), link: screenLink.optional() })),
    }),
    z.object({
      ...card,
      kind: z.enum(["logs", "events"]),
      entityIds: z.array(z.string()).describe("Whose they are; at most 20 entities."),
      rows: z.number().int(),
      where: z
        .array(z.object({ key: z.string(), value: z.string() }))
        .optional()
        .describe("Of logs: attributes that a record must have, all of them; content is its text."),
      unread: z
        .array(z.string())
        .optional()
        .describe("Of logs: parts of the filterQuery that are not understood, and left out."),
    }),
    z.object({ ...card, kind: z.literal("fault"), message: z.string() }),
  ])
  .meta({ id: "ScreenCard" });
export type ScreenCard = DeepReadonly<z.infer<typeof screenCard>>;
export type ScreenCardOf<K extends ScreenCard["kind"]> = Extract<ScreenCard, { readonly kind: K }>;

const reference = z.object({ id: z.string(), name: z.string(), type: z.string() });

export const screenProperty = z
  .object({
    key: z.string(),
    title: z.string(),
    unit: z.string().optional(),
    values: z.array(z.string()),
    entities: z.array(reference).optional().describe("Of a relation: what it leads to, at most 20."),
    hidden: z.boolean().describe("Shown only with all properties."),
  })
  .meta({ id: "ScreenProperty" });
export type ScreenProperty = DeepReadonly<z.infer<typeof screenProperty>>;

export const screens = z
  .object({
    type: z.string(),
    typeName: z.string(),
    entity: reference.optional(),
    breadcrumbs: z.array(
      z.object({ title: z.string(), type: z.string().optional(), entityId: z.string().optional() }),
    ),
    properties: z.array(screenProperty),
    shows: z.object({ properties: z.boolean(), tags: z.boolean(), addTag: z.boolean() }),
    title: z.string().optional().describe("Heading of a list, where the manifest has one."),
    description: z.string().optional(),
    actions: z
      .array(z.object({ title: z.string(), link: screenLink }))
      .describe("Where the manifest leads from here."),
    cards: z.array(screenCard),
    generated: z.boolean().describe("No manifest has a screen for this type."),
  })
  .meta({ id: "Screens", description: "What a page shows, in the order of the manifest." });
export type Screens = DeepReadonly<z.infer<typeof screens>>;

export const entityTypeCounts = z
  .object({
    types: z.array(
      z.object({
        type: z.string(),
        displayName: z.string(),
        count: z.number().int().describe("Seen during the last three days."),
        extensions: z.array(z.string()).describe("That declare it."),
        hasScreens: z.boolean(),
      }),
    ),
  })
  .meta({ id: "EntityTypeCounts" });
export type EntityTypeCount = DeepReadonly<z.infer<typeof entityTypeCounts>>["types"][number];
