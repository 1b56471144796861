import type { AdvancedOptions, Credentials } from "../config/index.ts";
import type { Oid, SnmpValue } from "../smi/index.ts";
import type { SnmpError } from "./errors.ts";
import type { LearnedExchange } from "./exchange/exchange.ts";

/** Where and how to ask. */
export interface SnmpTarget {
  /** The name that messages use: `host:port` as configured. */
  readonly device: string;
  /** Numeric IPv4 or IPv6 address; names are resolved before. */
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly options: AdvancedOptions;
  /** What an earlier client learned of this device; undefined for a device never seen. */
  readonly learned?: LearnedDevice | undefined;
}

/**
 * Reads one device. Every implementation passes `test/contract/snmp-client.ts`.
 *
 * What a device does wrong is a result, not an exception: each wanted OID is either in the answer or named in it
 * with its cause. Both calls reject only when `signal` aborts (with its reason) or after `close()`.
 * An implementation keeps a few requests in flight per device at most, one read after the other, and owns packet sizes,
 * retries and time-outs.
 */
export interface SnmpClient {
  /**
   * Reads instances with GET, at most `maxOidsPerQuery` varbinds a PDU. tooBig splits the request; over v1 a
   * noSuchName is told apart and the others are asked again.
   * @param oids distinct instances
   */
  get(oids: readonly Oid[], signal?: AbortSignal): Promise<GetAnswer>;

  /**
   * Reads whole columns (or any subtrees) with GETBULK, several columns a PDU; GETNEXT over v1 or when GETBULK
   * fails. A column ends at the first OID outside it, at endOfMibView, at an OID that does not increase, or at a
   * limit; what was read stays in the answer.
   * @param columns distinct, none under another
   */
  columns(columns: readonly Oid[], options?: ColumnsOptions): Promise<ColumnsAnswer>;

  /**
   * Reads instances and columns together, in as few requests as the device can take: the way of a poll.
   * `sysUpTime.0` rides in every GETBULK, so a reboot in the middle is seen. What was read comes back whatever
   * happens; what is missing is named with its cause.
   */
  read(wish: ReadWish): Promise<ReadAnswer>;

  /** What has been learned of the device: plain data, to be kept for `SnmpTarget.learned` of the next client. */
  learned(): LearnedDevice;

  /** What this client has seen since it was opened. */
  stats(): ClientStats;

  /** Ends requests in flight and lets go of the sockets; calls reject with AppError `snmp.closed` from then on. */
  close(): void;
}

export interface ColumnsOptions {
  readonly signal?: AbortSignal | undefined;
  /** Cells a column may hold; then it is cut with `snmp.too-many-rows`. Default `DEFAULT_ROWS_MAX`. */
  readonly rowsMax?: number | undefined;
  /** Called after each reply with the cells it brought, in wire order; for progress and streaming output. */
  readonly onCells?:
    | ((column: Oid, cells: readonly (readonly [index: string, value: SnmpValue])[]) => void)
    | undefined;
}

/** No switch has a table this long that a poll could use; a looping agent must end somewhere. */
export const DEFAULT_ROWS_MAX = 500_000;

/** Of one read, all columns together: a device may send large cells without an end. */
export const DEFAULT_HELD_MAX_BYTES = 256 * 1024 * 1024;

export interface GetAnswer {
  /** By requested OID; exceptions (noSuchObject, noSuchInstance) are values here. */
  readonly values: ReadonlyMap<Oid, SnmpValue>;
  /** OIDs that could not be read, with the cause. */
  readonly failures: ReadonlyMap<Oid, SnmpError>;
}

export interface ColumnsAnswer {
  /** One entry per requested column. */
  readonly columns: ReadonlyMap<Oid, ColumnAnswer>;
}

export interface ColumnAnswer {
  /** By row index (arcs after the column, dotted), in wire order. */
  readonly cells: ReadonlyMap<string, SnmpValue>;
  /** Why the column is not whole; undefined when it is. A short answer is not a whole answer. */
  readonly failure: SnmpError | undefined;
  /** Set when the read went on where the last one had to stop: rows up to this index were not asked for now. */
  readonly after?: string | undefined;
  /** Set when only wanted rows were asked for (`ColumnWish.rows`): other rows may exist. */
  readonly selected?: true | undefined;
}

/** Which columns come first when time is short: 0 counters, 1 status, 2 sensors, 3 inventory, 4 neighbours. */
export type ReadPriority = 0 | 1 | 2 | 3 | 4;

export interface ReadWish {
  /** Distinct instances for GET. */
  readonly instances: readonly Oid[];
  /** Distinct columns, none under another. */
  readonly columns: readonly ColumnWish[];
  /**
   * Monotonic ms after which nothing new is asked. Columns not whole by then fail with `snmp.deferred` and are gone
   * on with in the next read that wants them.
   */
  readonly deadlineMs?: number | undefined;
  /** Cells a column may hold; default `DEFAULT_ROWS_MAX`. */
  readonly rowsMax?: number | undefined;
  /**
   * What the cells of all columns may take in memory, about; then columns are cut with `snmp.too-many-rows`. Default
   * `DEFAULT_HELD_MAX_BYTES`.
   */
  readonly heldMaxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ColumnWish {
  readonly column: Oid;
  readonly priority: ReadPriority;
  /**
   * Only these rows are wanted. They are read by GET when that costs fewer requests than the walk; otherwise the
   * whole column comes.
   */
  readonly rows?: ReadonlySet<string> | undefined;
}

export interface ReadAnswer {
  /** By requested OID; exceptions (noSuchObject, noSuchInstance) are values here. */
  readonly values: ReadonlyMap<Oid, SnmpValue>;
  /** OIDs that could not be read, with the cause. */
  readonly failures: ReadonlyMap<Oid, SnmpError>;
  /** One entry per requested column. */
  readonly columns: ReadonlyMap<Oid, ColumnAnswer>;
  /** The first sysUpTime of this read and when it came (monotonic ms); undefined when the agent does not tell. */
  readonly uptime: { readonly ticks: number; readonly atMs: number } | undefined;
  /** v3: engineBoots at the end of this read; undefined for v1 and v2c, and before the engine is known. */
  readonly boots?: number | undefined;
  /** sysUpTime went back in the middle: what was read before and after does not belong together. */
  readonly rebooted: boolean;
}

export interface ClientStats {
  /** Requests sent, each counted once whatever its attempts; v3 discoveries are requests. */
  readonly requests: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Requests given up after all attempts. */
  readonly timeouts: number;
  /** Replies with error-status tooBig. */
  readonly tooBig: number;
  /** Varbinds received. */
  readonly varbinds: number;
  /**
   * Round trip of the latest answered request in ms, from its first attempt: which attempt an answer belongs to
   * cannot be told. Undefined before the first.
   */
  readonly lastRttMs: number | undefined;
  /** Answers to an attempt that had been repeated or replaced already. */
  readonly lateReplies: number;
  /** Octets that a reply of this device may have, as learned. */
  readonly replyBudgetBytes: number;
  /** Requests that may be in flight now. */
  readonly inFlightWindow: number;
  /** Smoothed round trip; undefined before the first. */
  readonly srttMs: number | undefined;
  /** Time the device has spent on us, as far as round trips tell. */
  readonly busyMs: number;
}

/** What survives a restart, per device. Plain data with a version; an unknown version is ignored. */
export interface LearnedDevice {
  readonly version: 1;
  readonly exchange: LearnedExchange;
  readonly reading: LearnedReading;
}

/** Sizes, lengths and quirks. `…UntilMs` are wall-clock times: devices get new firmware, so all is tried again. */
export interface LearnedReading {
  /** Octets of a reply that have come through, and that have not. */
  readonly provenBytes: number;
  readonly failedBytes: number | undefined;
  /** A reply that would be too large comes cut after the last varbind that fits. */
  readonly truncates: boolean;
  /** GETBULK does not work: for these columns, or `everywhere`. */
  readonly noBulk: { readonly columns: readonly Oid[] | "everywhere"; readonly untilMs: number } | undefined;
  /** OIDs that make the agent fail or fall silent; left out until then, and named. */
  readonly poison: readonly { readonly oid: Oid; readonly untilMs: number }[];
  /** sysUpTime was not there when it was last asked for. */
  readonly noUptime: boolean;
  /** Rows and mean octets of a varbind, by column. */
  readonly columns: Readonly<Record<Oid, readonly [rows: number, meanBytes: number]>>;
  /** Smoothed time the agent takes for a varbind, in ms beyond the shortest round trip. */
  readonly serviceMsPerVarbind: number | undefined;
}

/** Opens a client for a device; cheap, sends nothing. */
export type OpenSnmpClient = (target: SnmpTarget) => SnmpClient;
