import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { entity } from "./entities.ts";
import { finding } from "./extensions.ts";
import { credentialChoice, port } from "./onboarding.ts";
import { anyRecord } from "./parameters.ts";
import { missingValue } from "./poll.ts";

// What a manifest would make of a device or of a recording.

export const previewRequest = z
  .object({
    manifest: z
      .union([z.string().min(1), z.object({ name: z.string(), version: z.string() })])
      .describe("Text of an extension.yaml, or an installed extension."),
    source: z.union([
      z.object({
        device: z.object({
          host: z.string().min(1).max(500),
          port: port.optional(),
          credential: credentialChoice,
          advanced: anyRecord.optional(),
        }),
      }),
      z.object({
        polled: z
          .string()
          .min(1)
          .max(500)
          .describe("Id of a device that is polled: with the credential that is used for it."),
        configuration: z
          .string()
          .max(200)
          .optional()
          .describe("The configuration that polls it; default: any."),
      }),
      z.object({
        recording: z.string().min(1).describe("Text of an .snmprec, or the name of one that comes along."),
      }),
    ]),
    featureSets: z.array(z.string()).max(50).default([]),
    vars: z.record(z.string(), z.string()).default({}),
  })
  .meta({
    id: "PreviewRequest",
    examples: [
      {
        manifest: { name: "custom:switch", version: "1.0.0" },
        source: { device: { host: "192.0.2.10", credential: "branch" } },
        featureSets: ["all"],
      },
    ],
  });
export type PreviewRequest = DeepReadonly<z.infer<typeof previewRequest>>;

const table = z.object({
  group: z.string(),
  subgroup: z.string(),
  featureSets: z.array(z.string()).describe("That brought its metrics in; empty text: always collected."),
  intervalMs: z.number(),
  columns: z.array(z.object({ key: z.string(), kind: z.enum(["dimension", "gauge", "count"]) })),
  rows: z.array(z.array(z.string())).describe("The first of them, a text for each column."),
  totalRows: z.number().int(),
  note: z.string().optional().describe("Why there is no row."),
});

export const preview = z
  .object({
    findings: z.array(finding),
    verdict: z.string(),
    message: z.string(),
    lines: z.array(z.string()).describe("The first of the lines that would be sent."),
    totalLines: z.number().int(),
    tables: z.array(table).describe("The rows that became lines, by subgroup."),
    missing: z.array(missingValue).describe("Metrics and dimensions for which nothing came, and why."),
    entities: z.array(entity),
    relationships: z.array(z.object({ type: z.string(), from: z.string(), to: z.string() })),
    costs: z.array(z.object({ featureSet: z.string(), linesPerMinute: z.number(), series: z.number() })),
    requests: z.number().int().describe("SNMP requests that one round takes."),
    durationMs: z.number(),
  })
  .meta({ id: "Preview" });
export type Preview = DeepReadonly<z.infer<typeof preview>>;
