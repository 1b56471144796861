import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { anyRecord, flag, pageInfo } from "./parameters.ts";

// Spec 2 §3: extensions and their active versions.

export const extensionPath = z.object({
  name: z.string().min(1).max(200).describe("Like com.example.switch or custom:switch."),
});
export const extensionVersionPath = extensionPath.extend({ version: z.string().min(1).max(50) });
export const extensionsQuery = z.object({
  name: z.string().max(200).optional().describe("Part of the name."),
});
export const validateOnlyQuery = z.object({
  validateOnly: flag.optional().describe("Only checks; nothing is kept."),
});

export const extensionVersion = z
  .object({ extensionName: z.string(), version: z.string() })
  .meta({ id: "ExtensionVersion" });
export type ExtensionVersion = DeepReadonly<z.infer<typeof extensionVersion>>;

export const extensionRevisionPath = extensionVersionPath.extend({
  revision: z.string().min(1).max(200),
});
export const extensionRevision = z
  .object({ revision: z.string(), timestamp: z.number(), by: z.string() })
  .meta({ id: "ExtensionRevision" });
export type ExtensionRevision = DeepReadonly<z.infer<typeof extensionRevision>>;
export const extensionRevisions = z
  .object({ revisions: z.array(extensionRevision).describe("Latest first.") })
  .meta({ id: "ExtensionRevisions" });

export const extensionList = z
  .object({ ...pageInfo, extensions: z.array(extensionVersion) })
  .meta({ id: "ExtensionList" });

const featureSet = z.object({
  metrics: z.array(z.object({ key: z.string(), metadata: anyRecord.optional() })),
});

export const extension = extensionVersion
  .extend({
    author: z.object({ name: z.string() }),
    dataSources: z.array(z.string()),
    featureSets: z.array(z.string()),
    featureSetsDetails: z.record(z.string(), featureSet),
    assetsInfo: z.array(z.object({ assetType: z.string(), displayName: z.string() })),
    fileHash: z.string().describe("SHA-256 in hex."),
    minDynatraceVersion: z.string(),
    minEECVersion: z.string(),
    variables: z.array(z.object({ name: z.string(), displayName: z.string(), type: z.string() })),
  })
  .meta({ id: "Extension" });
export type Extension = DeepReadonly<z.infer<typeof extension>>;

export const activeVersion = z
  .object({ version: z.string().min(1).max(500) })
  .meta({ id: "ActiveVersion", examples: [{ version: "1.12.0" }] });

export const configurationSchema = anyRecord.meta({
  id: "ConfigurationSchema",
  description: "JSON Schema of the value of a monitoring configuration.",
});

export const finding = z
  .object({
    code: z.string(),
    severity: z.enum(["error", "warning", "info"]),
    path: z.string().describe("JSON pointer."),
    line: z.number().int(),
    column: z.number().int(),
    message: z.string(),
    file: z.string().optional(),
  })
  .meta({ id: "Finding" });
export type Finding = DeepReadonly<z.infer<typeof finding>>;
export const findings = z
  .object({ valid: z.boolean().describe("Nothing of severity error."), findings: z.array(finding) })
  .meta({ id: "Findings" });

export const manifestText = z.string().describe("The text of extension.yaml.");
