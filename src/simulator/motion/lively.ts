import type { Varbind } from "../../smi/index.ts";
import { arcsAt, findPosition, type Recording } from "../recording.ts";
import { calmCourse } from "./course.ts";
import { gaugeMotion } from "./gauges.ts";
import type { Motion, Motions } from "./motion.ts";
import { Recorded } from "./recorded.ts";
import { portCalled, portGrowth, type Stream, streamKey, streamsOf, sumOfStreams } from "./traffic.ts";

/** A device that is to be lively; its name is the seed of all that it does. */
export interface LivelyDevice {
  readonly name: string;
  readonly recording: Recording;
  readonly entries: readonly Varbind[];
}

/** A cable: a device and the ifName of its port at either end. */
export type Cable = readonly [device: string, port: string, farDevice: string, farPort: string];

/** A port channel: a device, its ifName there, and those of its members. */
export interface Bundle {
  readonly device: string;
  readonly port: string;
  readonly members: readonly string[];
}

/**
 * How values of devices move in life, the same in every run: traffic in waves and bursts around the mean that the
 * recording tells, errors at ports that had many, CPU, memory and sensors wandering around what was recorded. What
 * one end of a cable sends is what the other receives, and a port channel carries what its members do.
 * @returns for each device, in their order
 */
export function livelyMotions(
  devices: readonly LivelyDevice[],
  cables: readonly Cable[] = [],
  bundles: readonly Bundle[] = [],
): readonly Motions[] {
  const network = devices.map((device) => {
    const recorded = new Recorded(device.entries);
    return { ...device, recorded, streams: new Map(streamsOf(device.name, recorded)) };
  });
  for (const [near, nearPort, far, farPort] of cables) {
    connect(network, [near, nearPort], [far, farPort]);
    connect(network, [far, farPort], [near, nearPort]);
  }
  for (const bundle of bundles) addUp(network, bundle);
  return network.map(motionsOf);
}

interface PlayedDevice extends LivelyDevice {
  readonly recorded: Recorded;
  readonly streams: Map<string, Stream>;
}

type End = readonly [device: string, port: string];

/** What the sender sends comes in at the receiver; an end that does not know its speed does as the other end says. */
function connect(network: readonly PlayedDevice[], sender: End, receiver: End): void {
  const from = portAt(network, sender);
  const to = portAt(network, receiver);
  if (from === undefined || to === undefined) return;
  const sentKey = streamKey(from.index, "out");
  const receivedKey = streamKey(to.index, "in");
  const sent = from.device.streams.get(sentKey);
  const stream = sent?.speedKnown === true ? sent : (to.device.streams.get(receivedKey) ?? sent);
  if (stream === undefined) return;
  from.device.streams.set(sentKey, stream);
  to.device.streams.set(receivedKey, stream);
}

function addUp(network: readonly PlayedDevice[], { device, port, members }: Bundle): void {
  const channel = portAt(network, [device, port]);
  if (channel === undefined) return;
  const { streams } = channel.device;
  const indexes = members.map((member) => portAt(network, [device, member])?.index ?? "");
  for (const direction of ["in", "out"] as const) {
    const parts = indexes.flatMap((index) => streams.get(streamKey(index, direction)) ?? []);
    if (parts.length > 0) streams.set(streamKey(channel.index, direction), sumOfStreams(parts));
  }
}

function portAt(
  network: readonly PlayedDevice[],
  [name, port]: End,
): { readonly device: PlayedDevice; readonly index: string } | undefined {
  const device = network.find((one) => one.name === name);
  const index = device && portCalled(device.recorded, port);
  return device === undefined || index === undefined ? undefined : { device, index };
}

function motionsOf(device: PlayedDevice): Motions {
  const { recording, recorded } = device;
  const motions = new Map<number, Motion>();
  for (const [position, steady] of recording.motions) {
    motions.set(position, livelier(device, arcsAt(recording, position).join("."), steady));
  }
  for (const [oid, value] of recorded.entries()) {
    const [column, index] = split(oid);
    const motion = gaugeMotion(device.name, recorded, column, index, value);
    if (motion !== undefined) motions.set(findPosition(recording, oid.split(".").map(Number), false), motion);
  }
  return motions;
}

function livelier({ name, recorded, streams }: PlayedDevice, oid: string, steady: Motion): Motion {
  if (steady.kind !== "counter32" && steady.kind !== "counter64") return steady;
  const growth = portGrowth(name, recorded, streams, ...split(oid));
  return { ...steady, ...(growth ?? { course: calmCourse(`${name} ${oid}`) }) };
}

/** Column and index of tables with an index of one part, and of scalars. */
function split(oid: string): readonly [column: string, index: string] {
  const end = oid.lastIndexOf(".");
  return [oid.slice(0, end), oid.slice(end + 1)];
}
