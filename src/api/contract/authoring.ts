import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { anyRecord } from "./parameters.ts";

// What helps whoever writes a manifest.

export const objectsQuery = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe("Part of a name (ifHC, IF-MIB::ifName), or the begin of an OID (1.3.6.1.2.1.2)."),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

const mibObject = z
  .object({
    name: z.string(),
    module: z.string(),
    oid: z.string(),
    kind: z
      .enum(["scalar", "column", "table", "row", "node"])
      .describe("node: a branch of the tree, an identity, a notification."),
    syntax: z
      .string()
      .optional()
      .describe("How values are shown, where a MIB says more than the type on the wire."),
    values: z
      .array(z.object({ number: z.number().int(), name: z.string() }))
      .optional()
      .describe("Of enumerations and BITS."),
  })
  .meta({ id: "MibObject" });
export type MibObject = DeepReadonly<z.infer<typeof mibObject>>;
export const mibObjects = z
  .object({
    objects: z
      .array(mibObject)
      .describe("The best first; for an OID the object that it belongs to, then those below it."),
  })
  .meta({ id: "MibObjects" });

const recording = z
  .object({ name: z.string(), description: z.string(), sysDescr: z.string() })
  .meta({ id: "Recording" });
export type Recording = DeepReadonly<z.infer<typeof recording>>;
export const recordings = z.object({ recordings: z.array(recording) }).meta({ id: "Recordings" });

const extensionSummary = z
  .object({
    version: z.string(),
    author: z.string(),
    dataSources: z.array(z.string()),
    featureSets: z.number().int(),
    metrics: z.number().int(),
    entityTypes: z.number().int(),
    minDynatraceVersion: z.string(),
    fixed: z.boolean().describe("Named by the service configuration: it is changed there alone."),
  })
  .meta({ id: "ExtensionSummary" });
const extensionOverview = z
  .object({
    name: z.string(),
    active: z.string().optional().describe("Absent while none is active."),
    versions: z.array(extensionSummary).describe("Newest first."),
  })
  .meta({ id: "ExtensionOverview" });
export type ExtensionOverview = DeepReadonly<z.infer<typeof extensionOverview>>;
export const extensionOverviews = z
  .object({ extensions: z.array(extensionOverview) })
  .meta({ id: "ExtensionOverviews" });

export const manifestSchema = anyRecord.meta({
  id: "ManifestSchema",
  description: "JSON Schema (2020-12) of an extension.yaml; x-means says what a text stands for.",
});
