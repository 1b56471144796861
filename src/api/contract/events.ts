import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { time } from "./parameters.ts";
import { device } from "./status.ts";

// What happened, and what happens now.

export const eventsQuery = z.object({
  from: time("now-2h"),
  to: time("now"),
  entityId: z.string().max(100).optional(),
  device: z.string().max(500).optional(),
  kind: z.string().max(50).optional().describe("status, config, log or limit."),
  text: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const event = z
  .object({
    timestamp: z.number(),
    kind: z.string(),
    severity: z.enum(["info", "warning", "error"]),
    title: z.string(),
    device: z.string().optional(),
    deviceName: z
      .string()
      .optional()
      .describe("sysName of the device as it is now, where it is still polled."),
    entityId: z.string().optional(),
    attributes: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: "Event" });
export type Event = DeepReadonly<z.infer<typeof event>>;
export const eventList = z
  .object({ events: z.array(event).describe("Latest first.") })
  .meta({ id: "EventList" });

/** The data of one event of the live stream; its `event` field is the type. */
export const liveEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("device"), device }),
    z.object({ type: z.literal("event"), event }),
    z.object({
      type: z.literal("configuration"),
      extension: z.string(),
      id: z.string(),
      change: z.enum(["created", "changed", "removed", "broken"]),
    }),
  ])
  .meta({ id: "LiveEvent" });
export type LiveEvent = DeepReadonly<z.infer<typeof liveEvent>>;
