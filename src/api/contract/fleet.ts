import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

// All devices at a glance, for lists of thousands.

export const fleetQuery = z.object({
  since: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe("`at` of an earlier answer: only what was told since then. Default: all devices."),
});

const gone = z.object({ configurationId: z.string(), id: z.string() });

export const fleetDevice = z
  .object({
    id: z.string(),
    configurationId: z.string(),
    extension: z.string(),
    name: z.string(),
    sysName: z.string().optional(),
    address: z.string().optional(),
    code: z.string(),
    message: z.string().describe("What is wrong; empty when nothing is."),
    remedy: z.string().optional(),
    statusSince: z.number().optional().describe("When the code became what it is."),
    lastPollAt: z.number().optional(),
    intervalMs: z.number().optional().describe("How often it is polled."),
    latenessMs: z.number().optional().describe("How late the last poll began."),
    pollDurationMs: z.number().optional(),
    lines: z.number().describe("Of the last poll of all groups."),
    skipped: z.number().int().describe("Polls left out since the start."),
    entityId: z.string().optional().describe("The entity that stands for the device."),
    entityType: z.string().optional(),
    vendor: z.string().optional().describe("Where properties of the entity tell it."),
    model: z.string().optional(),
    cpuPercent: z.number().optional().describe("Of the busiest processor."),
    memoryPercent: z.number().optional(),
    portsUp: z.number().int().optional(),
    portsDown: z.number().int().optional().describe("Switched on, and down all the same."),
    inBps: z.number().optional().describe("bit/s of all ports together."),
    outBps: z.number().optional(),
    errorsPerMinute: z.number().optional(),
    peakBps: z.number().optional().describe("The busiest slot of `traffic`, in and out together."),
    slotMs: z.number().optional().describe("Length of a slot of `traffic`."),
    traffic: z
      .array(z.number().int())
      .optional()
      .describe("In and out together in percent of `peakBps`, oldest first; -1 where nothing was measured."),
  })
  .meta({ id: "FleetDevice", description: "A device at a glance. What is not known is left out." });
export type FleetDevice = DeepReadonly<z.infer<typeof fleetDevice>>;

export const fleet = z
  .object({
    at: z.number().describe("Give it as `since` next time."),
    full: z.boolean().describe("All devices are here: what else was known is gone."),
    gone: z.array(gone),
    devices: z.array(fleetDevice),
  })
  .meta({ id: "Fleet" });
export type Fleet = DeepReadonly<z.infer<typeof fleet>>;
