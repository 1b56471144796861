import type { TimeRange } from "./ports.ts";

// What is shown of one polled device, put together from what is stored.

export interface DeviceViewPort {
  /**
   * The interfaces of a device with how they did over time.
   * @param query.key  one interface alone, with finer steps and its packets
   * @returns undefined for a device that is not polled
   */
  interfaces(
    id: string,
    query: TimeRange & { readonly key?: string | undefined },
  ): Promise<DeviceInterfacesJson | undefined>;
  /** What can be drawn of a device. @returns undefined for a device that is not polled */
  charts(id: string): Promise<DeviceChartsJson | undefined>;
}

export interface DeviceInterfacesJson {
  readonly resolutionMs: number;
  /** The end of each slot. */
  readonly timestamps: readonly number[];
  readonly interfaces: readonly DeviceInterfaceJson[];
  /** Neighbours of which the device does not tell at which of its ports they are. */
  readonly unplaced: readonly NeighbourJson[];
}

/** One for each timestamp; null where nothing was measured. */
export type SeriesJson = readonly (number | null)[];

export interface DeviceInterfaceJson {
  /** Names the interface within its device. */
  readonly key: string;
  readonly name: string;
  readonly index?: number | undefined;
  readonly entityId?: string | undefined;
  readonly alias?: string | undefined;
  readonly description?: string | undefined;
  /** As IANA calls it: `ethernetCsmacd`, `l2vlan`, `ieee8023adLag`. */
  readonly type?: string | undefined;
  readonly mac?: string | undefined;
  readonly mtu?: number | undefined;
  readonly duplex?: string | undefined;
  /** `up`, `down`, `testing`. */
  readonly adminStatus?: string | undefined;
  /** `up`, `down`, `testing`, `unknown`, `dormant`, `notPresent`, `lowerLayerDown`. */
  readonly operStatus?: string | undefined;
  readonly speedBps?: number | undefined;
  /** When it entered its state, where the device tells. */
  readonly lastChange?: number | undefined;
  /** When a line about it was last written. */
  readonly lastSeen: number;
  /** bit/s; absent when the configuration does not collect it. */
  readonly inBps?: SeriesJson | undefined;
  readonly outBps?: SeriesJson | undefined;
  /** Per minute. */
  readonly inErrors?: SeriesJson | undefined;
  readonly outErrors?: SeriesJson | undefined;
  readonly inDiscards?: SeriesJson | undefined;
  readonly outDiscards?: SeriesJson | undefined;
  /** Percent of the speed, latest. */
  readonly inUtilisation?: number | undefined;
  readonly outUtilisation?: number | undefined;
  /** Packets per second by kind: `in-unicast`, `out-broadcast`; only of a single interface. */
  readonly packets?: Readonly<Record<string, SeriesJson>> | undefined;
  readonly neighbour?: NeighbourJson | undefined;
}

export interface NeighbourJson {
  readonly name: string;
  /** Of the polled device that it is, else of the neighbour. */
  readonly entityId?: string | undefined;
  /** Its end of the link. */
  readonly port?: string | undefined;
  /** `neighbour`: both ends tell · `description`: the description of the port names it. */
  readonly by: "neighbour" | "description" | "unplaced";
}

export interface DeviceChartsJson {
  readonly charts: readonly DeviceChartJson[];
}

export interface DeviceChartJson {
  readonly id: string;
  /** What it shows in general: `cpu`, `memory`, `traffic`, `errors`, `discards`, `temperature`, `fan`, `power`. */
  readonly role?: string | undefined;
  /** Heading that it stands under. */
  readonly group: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly unit: string;
  readonly series: readonly {
    /** Ready to be queried, limited to the device. */
    readonly selector: string;
    readonly label: string;
    /** Drawn downwards. */
    readonly mirrored?: boolean | undefined;
  }[];
  /** The metric that it is made of; absent when it is made of several. */
  readonly key?: string | undefined;
  /** How often it is polled. */
  readonly intervalMs?: number | undefined;
  /** Words of a state by its number. */
  readonly states?: Readonly<Record<string, string>> | undefined;
}
