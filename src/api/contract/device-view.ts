import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { time } from "./parameters.ts";

// What is shown of one polled device.

export const interfacesQuery = z.object({
  from: time("now-1h"),
  to: time("now"),
  key: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe("One interface alone, with finer steps and its packets."),
});

const values = z.array(z.number().nullable());

const neighbour = z.object({
  name: z.string(),
  entityId: z.string().optional().describe("Of the polled device that it is, else of the neighbour."),
  port: z.string().optional().describe("Its end of the link."),
  by: z
    .enum(["neighbour", "description", "unplaced"])
    .describe("Whether both ends tell of the link, or the description of the port names it."),
});
export type Neighbour = DeepReadonly<z.infer<typeof neighbour>>;

const deviceInterface = z
  .object({
    key: z.string().describe("Names the interface within its device."),
    name: z.string(),
    index: z.number().optional(),
    entityId: z.string().optional(),
    alias: z.string().optional(),
    description: z.string().optional(),
    type: z.string().optional().describe("As IANA calls it: ethernetCsmacd, l2vlan, ieee8023adLag."),
    mac: z.string().optional(),
    mtu: z.number().optional(),
    duplex: z.string().optional(),
    adminStatus: z.string().optional(),
    operStatus: z.string().optional(),
    speedBps: z.number().optional(),
    lastChange: z.number().optional().describe("When it entered its state."),
    lastSeen: z.number().describe("When a line about it was last written."),
    inBps: values.optional(),
    outBps: values.optional(),
    inErrors: values.optional().describe("Per minute, as are the next three."),
    outErrors: values.optional(),
    inDiscards: values.optional(),
    outDiscards: values.optional(),
    inUtilisation: z.number().optional().describe("Latest, percent of the speed."),
    outUtilisation: z.number().optional(),
    packets: z.record(z.string(), values).optional().describe("Per second, of a single interface alone."),
    neighbour: neighbour.optional(),
  })
  .meta({ id: "DeviceInterface" });
export type DeviceInterface = DeepReadonly<z.infer<typeof deviceInterface>>;

export const deviceInterfaces = z
  .object({
    resolutionMs: z.number(),
    timestamps: z.array(z.number()).describe("The end of each slot."),
    interfaces: z.array(deviceInterface),
    unplaced: z.array(neighbour).describe("Neighbours of which nobody tells at which port they are."),
  })
  .meta({ id: "DeviceInterfaces" });
export type DeviceInterfaces = DeepReadonly<z.infer<typeof deviceInterfaces>>;

const deviceChart = z
  .object({
    id: z.string(),
    role: z.string().optional().describe("cpu, memory, traffic, errors, discards, temperature, fan, power."),
    group: z.string(),
    title: z.string(),
    description: z.string().optional(),
    unit: z.string(),
    series: z.array(z.object({ selector: z.string(), label: z.string(), mirrored: z.boolean().optional() })),
    key: z.string().optional().describe("The metric that it is made of; absent when it is made of several."),
    intervalMs: z.number().optional().describe("How often it is polled."),
    states: z.record(z.string(), z.string()).optional().describe("Words of a state by its number."),
  })
  .meta({ id: "DeviceChart" });
export type DeviceChart = DeepReadonly<z.infer<typeof deviceChart>>;

export const deviceCharts = z.object({ charts: z.array(deviceChart) }).meta({ id: "DeviceCharts" });
export type DeviceCharts = DeepReadonly<z.infer<typeof deviceCharts>>;
