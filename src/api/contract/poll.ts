import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

// How polling one device goes, and why a metric is missing.

export const pollQuery = z.object({
  configurationId: z
    .string()
    .max(500)
    .optional()
    .describe("Which one, where several poll the device. Default: the first."),
});

const outcome = z.enum(["done", "partial", "failed"]).describe("partial: a part of the answer is missing.");
const asked = {
  requests: z.number().int().describe("Each counted once whatever its attempts."),
  retries: z.number().int().describe("Attempts after the first."),
  timeouts: z.number().int().describe("Requests given up after all attempts."),
  lines: z.number().int(),
};

const round = z
  .object({ at: z.number(), durationMs: z.number(), ...asked, outcome })
  .describe("Groups that fell due together are one round.");

const group = z.object({
  group: z.string(),
  intervalMs: z.number(),
  lastPollAt: z.number().optional(),
  outcome: outcome.optional(),
  lines: z.number().int(),
  heldBackRows: z.number().int().describe("Rows that a filter kept back in the last poll."),
  cause: z.string().optional(),
  remedy: z.string().optional(),
});

const table = z.object({
  group: z.string(),
  subgroup: z.string(),
  featureSets: z.array(z.string()),
  source: z.string().describe("The SNMP tables or scalars it is read from."),
  rows: z.number().int().optional().describe("When it was last read whole; absent before."),
  columns: z.number().int().describe("Columns of a table, or scalars."),
  keptColumns: z.number().int().describe("Names and the like, which are not read in each poll."),
  absentColumns: z.number().int().describe("The device does not have them."),
  sharePercent: z.number().optional().describe("Of the octets of a round, about."),
  rttMs: z.number().optional().describe("Smoothed round trip of the requests for it."),
  complete: z.boolean(),
  cause: z.string().optional(),
  remedy: z.string().optional(),
});

export const missingValue = z.object({
  key: z.string().describe("Of the metric or dimension."),
  role: z.enum(["metric", "dimension"]),
  group: z.string(),
  subgroup: z.string(),
  featureSet: z.string().optional(),
  oid: z.string().optional(),
  object: z.string().optional().describe("Name of the object."),
  kind: z.enum(["absent", "failed", "cut", "not-a-number"]),
  reason: z.string(),
  remedy: z.string().optional(),
  elsewhere: z.boolean().describe("Another table brings the same metric."),
});

const lesson = z.object({
  what: z.string(),
  value: z.string(),
  why: z.string(),
  since: z.number().optional(),
  until: z.number().optional(),
});

export const devicePoll = z
  .object({
    deviceId: z.string(),
    configurationId: z.string(),
    at: z.number(),
    snmp: z.object({
      version: z.enum(["1", "2c", "3"]),
      securityLevel: z.string().optional(),
      authProtocol: z.string().optional(),
      privProtocol: z.string().optional(),
      timeoutMs: z.number(),
      retries: z.number().int(),
      maxRepetitions: z.number().int(),
      maxOidsPerQuery: z.number().int(),
    }),
    groups: z.array(group),
    last: round.extend({ latenessMs: z.number() }).optional().describe("Absent before the first poll."),
    lastHour: z.object({ rounds: z.number().int(), failed: z.number().int(), ...asked }),
    rttMs: z
      .object({
        last: z.number().optional(),
        smoothed: z.number().optional(),
        variation: z.number().optional(),
        shortest: z.number().optional(),
      })
      .optional(),
    history: z.array(round).describe("The latest 60 rounds, the oldest first."),
    tables: z.array(table),
    missing: z.array(missingValue),
    learned: z.array(lesson),
  })
  .meta({ id: "DevicePoll", description: "How polling one device goes." });
export type DevicePoll = DeepReadonly<z.infer<typeof devicePoll>>;

export const explainRequest = z
  .object({
    metric: z.string().min(1).max(500).describe("Metric key, or a part that only one has."),
    configurationId: z.string().max(500).optional(),
  })
  .meta({ id: "ExplainRequest", examples: [{ metric: "if.in.errors" }] });
export type ExplainRequest = DeepReadonly<z.infer<typeof explainRequest>>;

const explainedRow = z.object({
  index: z.string(),
  instance: z.string().describe("As `snmpget` would be asked for it."),
  value: z.number().optional().describe("Present when the row has a line."),
  dimensions: z.record(z.string(), z.string()).optional(),
  cause: z.string().optional().describe("Why it has none."),
});

const explainedUse = z.object({
  group: z.string(),
  subgroup: z.string(),
  featureSet: z.string().optional(),
  type: z.string(),
  intervalMs: z.number(),
  value: z.string().describe("Where the value comes from."),
  dimensions: z.array(z.object({ key: z.string(), source: z.string(), filtered: z.boolean() })),
  shared: z.boolean().describe("Another subgroup makes the metric, too: of equal lines one is kept."),
  polls: z.array(
    z.object({
      durationMs: z.number(),
      outcome,
      cause: z.string().optional(),
      remedy: z.string().optional(),
      packets: z.array(z.string()).describe("The packets that had to do with it, at most 200."),
      packetsLeftOut: z.number().int(),
    }),
  ),
  rows: z.array(explainedRow).describe("Of the last poll, at most 500."),
  totalRows: z.number().int(),
  rowsWithLine: z.number().int(),
  verdict: z.string().describe("In a sentence."),
});

export const explanation = z
  .object({
    metric: z.string(),
    at: z.number(),
    durationMs: z.number(),
    uses: z.array(explainedUse).describe("Each place where the manifest makes the metric."),
  })
  .meta({
    id: "MetricExplanation",
    description: "What became of each row of a metric in a poll of its own.",
  });
export type MetricExplanation = DeepReadonly<z.infer<typeof explanation>>;
