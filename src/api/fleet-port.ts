/** All devices at a glance. */
export interface FleetPort {
  /**
   * Devices of which something was told since then, and which are gone.
   * @param since  epoch ms: `at` of an earlier answer; undefined: all
   */
  fleet(since: number | undefined): FleetJson;
}

export interface FleetJson {
  /** Epoch ms, to be given as `since` next time. */
  readonly at: number;
  /** All devices are here: what else was known is gone. */
  readonly full: boolean;
  readonly gone: readonly { readonly configurationId: string; readonly id: string }[];
  /** Gone through once, each made when it is asked for: there may be 50,000. */
  readonly devices: Iterable<FleetDeviceJson>;
}

export interface FleetDeviceJson {
  readonly id: string;
  readonly configurationId: string;
  readonly extension: string;
  readonly name: string;
  readonly sysName?: string | undefined;
  readonly address?: string | undefined;
  readonly code: string;
  /** What is wrong; empty when nothing is. */
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly statusSince?: number | undefined;
  readonly lastPollAt?: number | undefined;
  readonly intervalMs?: number | undefined;
  readonly latenessMs?: number | undefined;
  readonly pollDurationMs?: number | undefined;
  readonly lines: number;
  readonly skipped: number;
  readonly entityId?: string | undefined;
  readonly entityType?: string | undefined;
  readonly vendor?: string | undefined;
  readonly model?: string | undefined;
  readonly cpuPercent?: number | undefined;
  readonly memoryPercent?: number | undefined;
  readonly portsUp?: number | undefined;
  readonly portsDown?: number | undefined;
  readonly inBps?: number | undefined;
  readonly outBps?: number | undefined;
  readonly errorsPerMinute?: number | undefined;
  readonly peakBps?: number | undefined;
  readonly slotMs?: number | undefined;
  readonly traffic?: readonly number[] | undefined;
}
