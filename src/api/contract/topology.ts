import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

export const topologyQuery = z.object({
  types: z
    .string()
    .max(2_000)
    .optional()
    .transform((text) =>
      text
        ?.split(",")
        .map((type) => type.trim())
        .filter((type) => type !== ""),
    )
    .describe(
      "Entity types, with commas between. Default: those that are no part of others, so no interfaces.",
    )
    .meta({ examples: ["network:device,network_switch:neighbour"] }),
  focus: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe("Entity id: only what is at most `depth` links away."),
  depth: z.coerce.number().int().min(1).max(4).default(1),
  text: z
    .string()
    .max(200)
    .optional()
    .describe("Only what has this in its name or a property, and what that is linked with."),
});

export const topologyPort = z.object({
  name: z.string(),
  entityId: z.string().optional().describe("Of the interface, when it is known."),
});

export const topologyNode = z
  .object({
    id: z.string().describe("Entity id."),
    name: z.string(),
    type: z.string(),
    ids: z
      .array(z.string())
      .optional()
      .describe("Of all entities that are this one thing, when there are several."),
    addresses: z.array(z.string()).optional().describe("IP and MAC addresses and host names."),
    role: z.string().optional().describe("Layer, kind, or LLDP capabilities."),
    detail: z.string().optional().describe("Model, platform or description."),
    lastSeen: z.number().describe("Epoch milliseconds."),
  })
  .meta({ id: "TopologyNode" });

const ports = z.array(topologyPort).optional();

export const topologyEdge = z
  .object({
    from: z.string(),
    to: z.string(),
    relation: z.string().describe("Like calls or runsOn."),
    fromPorts: ports.describe("Where both ends have several, which belong together is not known."),
    toPorts: ports,
    via: z.array(z.string()).optional().describe("Names of what lies between and is not shown."),
    lastSeen: z
      .number()
      .optional()
      .describe("Epoch milliseconds of the last sight, when that was a while ago."),
  })
  .meta({ id: "TopologyEdge" });

export const topologyMap = z
  .object({
    nodes: z.array(topologyNode),
    edges: z.array(topologyEdge),
    types: z.array(
      z.object({ type: z.string(), displayName: z.string(), count: z.number().int(), isShown: z.boolean() }),
    ),
    truncated: z.string().optional().describe("Why this is not all."),
  })
  .meta({ id: "TopologyMap" });
export type TopologyMap = DeepReadonly<z.infer<typeof topologyMap>>;
export type TopologyNode = DeepReadonly<z.infer<typeof topologyNode>>;
export type TopologyEdge = DeepReadonly<z.infer<typeof topologyEdge>>;
