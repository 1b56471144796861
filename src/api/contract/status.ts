import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { pageInfo } from "./parameters.ts";

// How devices are.

export const devicesQuery = z.object({
  text: z.string().max(500).optional().describe("In name, address or message."),
  code: z.string().max(100).optional().describe("Status code, such as OK or DEVICE_CONNECTION_ERROR."),
  entityId: z.string().max(100).optional().describe("The device that this entity stands for."),
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
    message: z.string().describe("What is wrong and what to do; empty when nothing is."),
    cause: z.string().optional().describe("The same apart, where there is one cause: what is wrong."),
    remedy: z.string().optional(),
    statusSince: z.number().optional().describe("When the code became what it is."),
    entityId: z.string().optional().describe("The entity that stands for the device."),
    lastPollAt: z.number().optional(),
    intervalMs: z.number().optional().describe("How often it is polled."),
    latenessMs: z.number().optional().describe("How late the last poll began."),
    pollDurationMs: z.number().optional(),
    linesPerRound: z.number(),
    polls: z.number().int(),
    skipped: z.number().int(),
  })
  .meta({ id: "Device", description: "A device that is polled, and how that goes." });
export type Device = DeepReadonly<z.infer<typeof device>>;
export const deviceList = z.object({ ...pageInfo, devices: z.array(device) }).meta({ id: "DeviceList" });
