import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { pageInfo, time } from "./parameters.ts";

// Spec 3 §5, and the selectors of spec 1 §11.

const SELECTOR_LENGTH_MAX = 10_000;

export const metricsQuery = z.object({
  metricSelector: z
    .string()
    .max(SELECTOR_LENGTH_MAX)
    .optional()
    .describe("Keys behind commas; a * at the end stands for any rest.")
    .meta({ examples: ["com.dynatrace.extension.network_device.*"] }),
  text: z.string().max(500).optional().describe("In the key, the name or the description."),
  fields: z.string().max(2_000).optional().describe("+unit, +description, -displayName and the like."),
  writtenSince: time("any time"),
});
export const metricPath = z.object({ key: z.string().min(1).max(300) });
export const seriesQuery = z.object({
  metricSelector: z
    .string()
    .min(1)
    .max(SELECTOR_LENGTH_MAX)
    .describe("Keys with transformations; at most ten behind commas.")
    .meta({ examples: ['com.example.if.bytes_in:splitBy("if.name"):rate(1s):max'] }),
  resolution: z
    .string()
    .max(50)
    .optional()
    .describe("Inf, a number of points, or a span such as 5m; at least 1m. Default: about 120 points."),
  from: time("now-2h"),
  to: time("now"),
  entitySelector: z.string().max(2_000).optional().describe("Only series of these entities."),
});

export const metricDescriptor = z
  .object({
    metricId: z.string(),
    displayName: z.string().optional(),
    description: z.string().optional(),
    unit: z.string().optional(),
    aggregationTypes: z.array(z.string()).optional(),
    defaultAggregation: z.object({ type: z.string() }).optional(),
    dimensionDefinitions: z
      .array(
        z.object({
          key: z.string(),
          name: z.string(),
          displayName: z.string(),
          index: z.number().int(),
          type: z.string().describe("ENTITY, STRING, NUMBER or OTHER."),
        }),
      )
      .optional(),
    transformations: z.array(z.string()).optional(),
    entityType: z.array(z.string()).optional(),
    created: z.number().optional(),
    lastWritten: z.number().optional(),
    tags: z.array(z.string()).optional(),
    metricValueType: z.object({ type: z.string() }).optional(),
    scalar: z.boolean().optional(),
  })
  .meta({ id: "MetricDescriptor" });
export type MetricDescriptor = DeepReadonly<z.infer<typeof metricDescriptor>>;

export const metricList = z
  .object({ ...pageInfo, metrics: z.array(metricDescriptor) })
  .meta({ id: "MetricDescriptorCollection" });

const series = z
  .object({
    dimensions: z.array(z.string()),
    dimensionMap: z.record(z.string(), z.string()),
    timestamps: z.array(z.number()).describe("The end of each slot in milliseconds since the epoch."),
    values: z.array(z.number().nullable()).describe("null where nothing was measured."),
  })
  .meta({ id: "MetricSeries" });

export const metricData = z
  .object({
    totalCount: z.number().int(),
    nextPageKey: z.null(),
    resolution: z.string(),
    warnings: z.array(z.string()).optional(),
    result: z.array(
      z.object({
        metricId: z.string(),
        dataPointCountRatio: z.number(),
        dimensionCountRatio: z.number(),
        warnings: z.array(z.string()).optional(),
        data: z.array(series),
      }),
    ),
  })
  .meta({ id: "MetricData" });
export type MetricData = DeepReadonly<z.infer<typeof metricData>>;
