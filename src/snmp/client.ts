import type { AdvancedOptions, Credentials } from "../config/index.ts";
import type { Oid, SnmpValue } from "../smi/index.ts";
import type { SnmpError } from "./errors.ts";

/** Where and how to ask. */
export interface SnmpTarget {
  /** The name that messages use: `host:port` as configured. */
  readonly device: string;
  /** Numeric IPv4 or IPv6 address; names are resolved before. */
  readonly address: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly options: AdvancedOptions;
}

/**
 * Reads one device. Every implementation passes `test/contract/snmp-client.ts`.
 *
 * What a device does wrong is a result, not an exception: each wanted OID is either in the answer or named in it
 * with its cause. Both calls reject only when `signal` aborts (with its reason) or after `close()`.
 * An implementation keeps one request in flight per device and owns packet sizes, retries and time-outs.
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

  /** What this client has seen since it was opened. */
  stats(): ClientStats;

  /** Ends requests in flight and frees the socket; calls reject with AppError `snmp.closed` from then on. */
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
}

/** Opens a client for a device; cheap, sends nothing. */
export type OpenSnmpClient = (target: SnmpTarget) => SnmpClient;
