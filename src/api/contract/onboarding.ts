import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { anyRecord } from "./parameters.ts";

// Looking for devices: addresses and credentials in, a verdict for each device out.

export const credentialChoice = z
  .union([z.string().min(1).max(100), anyRecord])
  .describe("Name of a credential, or an authentication object.");
export const port = z.number().int().min(1).max(65_535).describe("UDP port; default 161.");

export const onboardingRequest = z
  .object({
    targets: z
      .string()
      .min(1)
      .max(500_000)
      .describe(
        "Addresses, names, ranges (192.0.2.10-20, 192.0.2.0/24), separated by anything; # begins a comment.",
      ),
    port: port.optional(),
    credentials: z.array(credentialChoice).min(1).max(10).describe("Tried in this order."),
    advanced: anyRecord.optional(),
    extension: z.string().max(200).optional().describe("Whose feature sets to look for; default all."),
  })
  .meta({
    id: "OnboardingRequest",
    examples: [
      { targets: "192.0.2.0/28", credentials: ["branch", { type: "SNMPv2c", community: "public" }] },
    ],
  });
export type OnboardingRequest = DeepReadonly<z.infer<typeof onboardingRequest>>;

const supportedSet = z.object({
  name: z.string().describe("Empty for what is always collected."),
  supported: z.enum(["yes", "partly", "no"]),
  metrics: z.number().int(),
  missing: z.array(z.string()),
  linesPerMinute: z
    .number()
    .describe("Estimated from counts of rows, before filters; a preview counts them."),
  series: z.number().describe("Estimated, as the lines."),
});

export const onboardingDevice = z
  .object({
    target: z.string(),
    address: z.string().optional(),
    port: z.number().int(),
    verdict: z.string().describe("pending, checking, ok, or a status code such as DEVICE_CONNECTION_ERROR."),
    message: z.string().optional(),
    remedy: z.string().optional(),
    reason: z
      .enum(["silent", "port-closed", "no-route", "name-unknown"])
      .optional()
      .describe(
        "Why nothing came back: nobody answered, ICMP says that nothing listens on the port, there is no way to the address, or the name does not resolve.",
      ),
    fault: z
      .object({
        credential: z.string().describe("Which one got furthest."),
        settings: z.array(z.string()).describe("What is wrong in it, most likely first, as authPassword."),
      })
      .optional()
      .describe("Where what the device said tells it."),
    credential: z.string().optional().describe("Which one it took."),
    sysName: z.string().optional(),
    sysDescr: z.string().optional(),
    sysObjectID: z.string().optional(),
    vendor: z.string().optional().describe("Who made it, by its sysObjectID."),
    responseMs: z.number().optional(),
    configurations: z.array(z.string()).optional().describe("Those that poll it already."),
    extensions: z
      .array(z.object({ name: z.string(), version: z.string(), featureSets: z.array(supportedSet) }))
      .optional(),
  })
  .meta({ id: "OnboardingDevice" });
export type OnboardingDevice = DeepReadonly<z.infer<typeof onboardingDevice>>;

export const onboardingJob = z
  .object({
    id: z.string(),
    state: z.enum(["running", "done", "cancelled"]),
    startedAt: z.number(),
    total: z.number().int(),
    checked: z.number().int(),
    answering: z.number().int(),
    devices: z.array(onboardingDevice),
    problems: z.array(z.string()),
  })
  .meta({ id: "OnboardingJob" });
export type OnboardingJob = DeepReadonly<z.infer<typeof onboardingJob>>;
export const onboardingJobs = z.object({ jobs: z.array(onboardingJob) }).meta({ id: "OnboardingJobs" });
export const onboardingPath = z.object({ id: z.string().min(1).max(100) });

/** An event `job` of the progress: the job with those devices alone that changed since the event before. */
export const onboardingProgress = onboardingJob
  .extend({ devices: z.array(onboardingDevice.extend({ index: z.number().int() })) })
  .meta({ id: "OnboardingProgress" });
export type OnboardingProgress = DeepReadonly<z.infer<typeof onboardingProgress>>;
