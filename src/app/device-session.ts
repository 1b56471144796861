import { isIP } from "node:net";
import { AppError, type Clock, hashRatio, messageOf } from "../base/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { PlannedDevice, PollTask } from "../plan/index.ts";
import { DevicePoller, type LabelStock, type PollResult, type WantedRows } from "../poll/index.ts";
import type { Oid } from "../smi/index.ts";
import {
  type GetAnswer,
  type OpenSnmpClient,
  type SnmpClient,
  SnmpError,
  type SnmpErrorCode,
} from "../snmp/index.ts";
import type { LearnedStore } from "./learned-store.ts";
import type { NameService } from "./names.ts";

export interface Connection {
  readonly client: SnmpClient;
  readonly identity: DeviceIdentity;
}

export interface SessionHost {
  readonly clock: Clock;
  readonly names: NameService;
  readonly open: OpenSnmpClient;
  /** How long labels (names, descriptions) are believed; undefined: they are read in every poll. */
  readonly labelRefreshMs: number | undefined;
  /** Spares the device rows that a filter holds back; undefined: all are read, and can be counted. */
  readonly wantedRows?: WantedRows | undefined;
  /** Keeps what clients learn over restarts; undefined for one-off commands. */
  readonly learned?: LearnedStore | undefined;
}

export interface PolledDevice {
  readonly identity: DeviceIdentity;
  /** One per task, in their order. */
  readonly results: readonly PollResult[];
}

const SILENCE: ReadonlySet<SnmpErrorCode> = new Set(["snmp.timeout", "snmp.unreachable"]);
/** Long enough for the groups of one round, too short to miss a device that came back. */
const SILENT_FOR_MS = 10_000;

/**
 * One device as the service holds it: its resolved address and names, its client and what is kept of it from poll to
 * poll. All groups of a device share the session. A host name with several addresses is tried at each of them when the
 * device falls silent.
 */
export class DeviceSession {
  readonly device: PlannedDevice;
  /** Names the device within the service, over restarts: of the configuration and the device. */
  readonly key: string;
  readonly #host: SessionHost;
  readonly #poller: DevicePoller;
  #connection: Promise<Connection> | undefined;
  #client: SnmpClient | undefined;
  #unfollow: (() => void) | undefined;
  /** Addresses that were silent since the device last answered. */
  #silent: readonly string[] = [];
  #silence: { readonly error: SnmpError; readonly untilMs: number } | undefined;
  #closed = false;

  constructor(device: PlannedDevice, configurationId: string, host: SessionHost) {
    this.device = device;
    this.key = deviceKey(configurationId, device.id);
    this.#host = host;
    const refreshMs = host.labelRefreshMs;
    this.#poller = new DevicePoller({
      clock: host.clock,
      labels: refreshMs === undefined ? undefined : { refreshMs, spreadRatio: hashRatio(this.key) },
      wantedRows: host.wantedRows,
    });
  }

  /**
   * Resolves the name and opens the client, once; later calls get the same connection.
   * @throws {SnmpError} `snmp.name-not-resolved`; the next call tries again
   */
  connect(): Promise<Connection> {
    if (this.#connection === undefined) {
      const opening = this.#connect();
      this.#connection = opening;
      opening.catch(() => {
        this.#connection = undefined;
      });
    }
    return this.#connection;
  }

  /**
   * Polls groups that are due together.
   * @param deadlineMs monotonic; what is not asked by then is put off
   * @throws {SnmpError} when the name does not resolve, or the device was silent a moment ago: its other groups need
   *   not wait for the same time-outs
   */
  async poll(
    tasks: readonly PollTask[],
    options: { readonly deadlineMs?: number | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<PolledDevice> {
    const silence = this.#silence;
    if (silence !== undefined && this.#host.clock.monotonicMs() < silence.untilMs) throw silence.error;
    const [{ identity }, results] = await this.#atSomeAddress(
      ({ client }) => this.#poller.poll(tasks, client, options),
      silenceOfPoll,
    );
    return { identity, results };
  }

  /** Asks for instances alone, as a check does. @throws {SnmpError} `snmp.name-not-resolved` */
  async get(oids: readonly Oid[], signal: AbortSignal): Promise<GetAnswer> {
    const [, answer] = await this.#atSomeAddress(
      ({ client }) => client.get(oids, signal),
      ({ failures }) => [...failures.values()].find(isSilence),
    );
    return answer;
  }

  /** In use now, to be looked at; undefined before the name is resolved and after the session is closed. */
  get client(): SnmpClient | undefined {
    return this.#client;
  }

  /** What is kept of the device's names and descriptions. */
  labels(): LabelStock {
    return this.#poller.labels();
  }

  /** Nothing that is heard of the device in this session counts any more. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
    void this.#disconnect();
  }

  /**
   * Asks at the address in use, and at the others of the name as long as there is silence. Rounds may overlap: when
   * another one has moved on meanwhile, its address is asked next, and the client it closed is no failure.
   */
  async #atSomeAddress<T>(
    ask: (connection: Connection) => Promise<T>,
    silenceOf: (answer: T) => SnmpError | undefined,
  ): Promise<readonly [Connection, T]> {
    for (;;) {
      const opening = this.connect();
      const connection = await opening;
      const hasMoved = () => this.#connection !== opening && !this.#closed;
      let answer: T;
      try {
        answer = await ask(connection);
      } catch (error) {
        if (hasMoved() && error instanceof AppError && error.code === "snmp.closed") continue;
        throw error;
      }
      const silence = silenceOf(answer);
      if (silence === undefined) {
        this.#silent = [];
        this.#silence = undefined;
        return [connection, answer];
      }
      if (hasMoved() || (await this.#movesOn(opening, connection.identity.address))) continue;
      this.#silence = { error: silence, untilMs: this.#host.clock.monotonicMs() + SILENT_FOR_MS };
      return [connection, answer];
    }
  }

  /** After silence: whether the name leads to an address that was not tried since the device last answered. */
  async #movesOn(from: Promise<Connection>, address: string): Promise<boolean> {
    const { host } = this.device.config;
    if (isIP(host) !== 0 || this.#closed) return false;
    this.#silent = [...this.#silent, address];
    const { names } = this.#host;
    names.forget(host);
    const addresses = await names.addressesOf(host).catch(() => []);
    const isFresh = addresses.some((one) => !this.#silent.includes(one));
    if (isFresh && this.#connection === from) await this.#disconnect();
    else if (!isFresh) this.#silent = [];
    return isFresh;
  }

  async #connect(): Promise<Connection> {
    const { port, credentials, advanced } = this.device.config;
    const { open, learned: store } = this.#host;
    const identity = await this.#identify();
    const learned = await store?.get(this.key);
    const { address } = identity;
    const client = open({ device: this.device.id, address, port, credentials, options: advanced, learned });
    if (this.#closed) client.close();
    else {
      this.#client = client;
      this.#unfollow = store?.follow(this.key, () => client.learned());
    }
    return { client, identity };
  }

  async #identify(): Promise<DeviceIdentity> {
    const { host, port } = this.device.config;
    const { names } = this.#host;
    const addresses = await names.addressesOf(host).catch((cause: unknown) => {
      throw new SnmpError("snmp.name-not-resolved", `${host} does not resolve: ${messageOf(cause)}.`, {
        device: this.device.id,
        remedy: "Check the spelling and this host's DNS, or enter the IP address.",
        cause,
      });
    });
    const address = addresses.find((one) => !this.#silent.includes(one)) ?? addresses[0] ?? host;
    const name = isIP(host) === 0 ? host : ((await names.nameOf(address)) ?? address);
    return { address, port, name };
  }

  /** Lets go of the client, with what it has learned. */
  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#client = undefined;
    this.#unfollow?.();
    this.#unfollow = undefined;
    await connection?.then(
      ({ client }) => client.close(),
      () => undefined,
    );
  }
}

/** Names a device within the service. Joined, for what a template puts together keeps its parts. */
export const deviceKey = (configurationId: string, deviceId: string): string =>
  [configurationId, deviceId].join("/");

const isSilence = ({ code }: SnmpError): boolean => SILENCE.has(code);

/** The cause when nothing came for any group. */
function silenceOfPoll(results: readonly PollResult[]): SnmpError | undefined {
  if (!results.every(({ outcome }) => outcome === "failed")) return undefined;
  return results.flatMap(({ error }) => error ?? []).find(isSilence);
}
