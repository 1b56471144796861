/** How the engine behaves towards the host and the network; one for all devices of an opener. */
export interface EngineOptions {
  /** Source addresses of our requests; undefined lets the system choose. */
  readonly bindAddress4: string | undefined;
  readonly bindAddress6: string | undefined;
  /** Sockets shared by all devices of one address family. */
  readonly sockets: number;
  readonly receiveBufferBytes: number;
  /** Requests in flight to one device at most; it starts with one. */
  readonly inFlightMax: number;
  /** Share of the wall time that a device may be busy with us, 0–1. */
  readonly busyShareRatio: number;
  /** Between an answer and the next request to the same device, at least. */
  readonly minGapMs: number;
}

export const DEFAULT_ENGINE: EngineOptions = Object.freeze({
  bindAddress4: undefined,
  bindAddress6: undefined,
  sockets: 2,
  receiveBufferBytes: 8 * 1024 * 1024,
  inFlightMax: 4,
  busyShareRatio: 0.25,
  minGapMs: 0,
});

/** What an operator should know of, beyond one failed request. */
export type EngineNotice =
  /** Two devices with one engineID: clones, a cluster, or one device under two addresses (RFC 3411 §5). */
  | {
      readonly kind: "duplicate-engine";
      readonly device: string;
      readonly engineId: string;
      readonly others: readonly string[];
    }
  /** The kernel dropped replies since the last look: its receive buffer was full, or we were too slow. */
  | { readonly kind: "kernel-drops"; readonly datagrams: number; readonly receiveBufferBytes: number }
  /** The event loop stood still for so long; requests in flight were given that time on top. */
  | { readonly kind: "stall"; readonly ms: number };
