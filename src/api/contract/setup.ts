import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { finding } from "./extensions.ts";
import { port } from "./onboarding.ts";

// What somebody who sets devices up looks at first.

const offeredMetric = z.object({
  key: z.string(),
  displayName: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  table: z.boolean().describe("One line for each row of a table; else one for each device."),
  subgroup: z.string(),
  intervalMs: z.number(),
});
const offeredVariable = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string().optional(),
  type: z.enum(["text", "multiline-text", "enum"]),
  required: z.boolean(),
  defaultValue: z.string().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional().describe("The whole value has to match."),
  values: z.array(z.object({ value: z.string(), displayName: z.string() })).optional(),
});

export const offer = z
  .object({
    extensionName: z.string(),
    version: z.string(),
    dataSources: z.array(z.string()),
    featureSets: z.array(
      z.object({
        name: z.string().describe("Empty for what is always collected."),
        metrics: z.array(offeredMetric),
      }),
    ),
    variables: z.array(offeredVariable),
  })
  .meta({ id: "ExtensionOffer" });
export type Offer = DeepReadonly<z.infer<typeof offer>>;

export const suppliedManifest = z
  .object({ name: z.string(), version: z.string(), text: z.string().describe("Of its extension.yaml.") })
  .meta({ id: "SuppliedManifest" });
export type SuppliedManifest = DeepReadonly<z.infer<typeof suppliedManifest>>;

export const targetsRequest = z
  .object({
    targets: z
      .string()
      .max(500_000)
      .describe("Addresses, names, ranges, networks, separated by anything; # begins a comment."),
    port: port.optional(),
    all: z.boolean().optional().describe("Also lists all of them."),
  })
  .meta({ id: "TargetsRequest", examples: [{ targets: "192.0.2.0/28 # building 4" }] });
export const targets = z
  .object({
    count: z.number().int(),
    first: z.array(z.string()).describe("The first of them."),
    devices: z
      .array(z.object({ target: z.string(), port: z.number().int() }))
      .optional()
      .describe("All of them, where that was asked for."),
    duplicates: z.number().int().describe("How many were named more than once; each is checked once."),
    polled: z.number().int().describe("How many are polled already."),
    problems: z.array(z.string()).describe("What is no target, each with its line and why."),
  })
  .meta({ id: "Targets" });
export type Targets = DeepReadonly<z.infer<typeof targets>>;

export const configurationSummary = z
  .object({
    extension: z.string(),
    objectId: z.string(),
    scope: z.string(),
    version: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    featureSets: z.array(z.string()),
    devices: z.number().int(),
    firstDevices: z.array(z.string()),
    credentials: z
      .record(z.string(), z.number().int())
      .describe("How many devices use each by its name; the empty name stands for secrets of their own."),
    codes: z.record(z.string(), z.number().int()).describe("How many devices stand at each status code."),
    status: z.string().describe("OK, WARNING, ERROR, PENDING or UNKNOWN."),
    message: z.string(),
    revision: z.string(),
    changed: z.object({ by: z.string(), at: z.number() }).optional().describe("Who made it what it is."),
    file: z.string(),
    findings: z.array(finding),
  })
  .meta({ id: "ConfigurationSummary" });
export type ConfigurationSummary = DeepReadonly<z.infer<typeof configurationSummary>>;
export const configurationSummaries = z
  .object({ configurations: z.array(configurationSummary) })
  .meta({ id: "ConfigurationSummaries" });
