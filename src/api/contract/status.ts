import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { pageInfo } from "./parameters.ts";

// How devices and the service itself are.

export const devicesQuery = z.object({
  text: z.string().max(500).optional().describe("In name, address or message."),
  code: z.string().max(100).optional().describe("Status code, such as OK or DEVICE_CONNECTION_ERROR."),
});
export const devicePath = z.object({ id: z.string().min(1).max(500) });

export const device = z
  .object({
    configurationId: z.string(),
    extension: z.string(),
    id: z.string(),
    address: z.string().optional(),
    name: z.string(),
    sysName: z.string().optional(),
    code: z.string(),
    message: z.string(),
    lastPollAt: z.number().optional(),
    pollDurationMs: z.number().optional(),
    linesPerRound: z.number(),
    polls: z.number().int(),
    skipped: z.number().int(),
  })
  .meta({ id: "Device", description: "A device that is polled, and how that goes." });
export type Device = DeepReadonly<z.infer<typeof device>>;
export const deviceList = z.object({ ...pageInfo, devices: z.array(device) }).meta({ id: "DeviceList" });

const sink = z.object({
  name: z.string(),
  state: z.string(),
  queued: z.number(),
  delivered: z.number(),
  rejected: z.number(),
  dropped: z.number(),
  message: z.string().optional(),
});

export const serviceStatus = z
  .object({
    version: z.string(),
    startedAt: z.number(),
    devices: z.record(z.string(), z.number()).describe("How many by status code."),
    sinks: z.array(sink),
    store: z
      .object({
        entities: z.number(),
        metrics: z.number(),
        tuples: z.number(),
        bytesOnDisk: z.number(),
        fault: z.string().optional(),
      })
      .optional()
      .describe("Absent when the store is off."),
    warnings: z
      .array(
        z.object({ code: z.string(), message: z.string(), remedy: z.string().optional(), since: z.number() }),
      )
      .describe("What an operator should look at."),
  })
  .meta({ id: "ServiceStatus" });
export type ServiceStatus = DeepReadonly<z.infer<typeof serviceStatus>>;
