import { isIP } from "node:net";
import { messageOf } from "../base/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { PlannedDevice } from "../plan/index.ts";
import { emptyScalarMemory, type ScalarMemory } from "../poll/index.ts";
import { type OpenSnmpClient, type SnmpClient, SnmpError, type SnmpErrorCode } from "../snmp/index.ts";
import type { NameService } from "./names.ts";

export interface Connection {
  readonly client: SnmpClient;
  readonly identity: DeviceIdentity;
}

const SILENCE: ReadonlySet<SnmpErrorCode> = new Set(["snmp.timeout", "snmp.unreachable"]);
/** Long enough for the groups of one round, too short to miss a device that came back. */
const SILENT_FOR_MS = 10_000;

/**
 * One device as the service holds it: its resolved address and names, its client and what was learned about it.
 * All groups of a device share the session, so the client keeps one request in flight for all of them.
 */
export class DeviceSession {
  readonly device: PlannedDevice;
  readonly memory: ScalarMemory = emptyScalarMemory();
  readonly #names: NameService;
  readonly #open: OpenSnmpClient;
  #connection: Promise<Connection> | undefined;
  #silence: { readonly error: SnmpError; readonly untilMs: number } | undefined;
  #closed = false;

  constructor(device: PlannedDevice, names: NameService, open: OpenSnmpClient) {
    this.device = device;
    this.#names = names;
    this.#open = open;
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

  /** Why the device was silent a moment ago: its other groups need not wait for the same time-outs. */
  silence(nowMs: number): SnmpError | undefined {
    return this.#silence !== undefined && nowMs < this.#silence.untilMs ? this.#silence.error : undefined;
  }

  /** After a poll that brought nothing; a host name is looked up again before the next one. */
  async noteFailure(error: SnmpError | undefined, nowMs: number): Promise<void> {
    if (error === undefined || !SILENCE.has(error.code)) return;
    this.#silence = { error, untilMs: nowMs + SILENT_FOR_MS };
    const { host } = this.device.config;
    if (isIP(host) !== 0 || this.#connection === undefined) return;
    const before = await this.#connection;
    this.#names.forget(host);
    const address = await this.#names.addressOf(host).catch(() => before.identity.address);
    if (address === before.identity.address) return;
    before.client.close();
    this.#connection = undefined;
    this.#silence = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#connection?.then(
      ({ client }) => client.close(),
      () => undefined,
    );
  }

  async #connect(): Promise<Connection> {
    const { host, port, credentials, advanced } = this.device.config;
    const address = await this.#names.addressOf(host).catch((cause: unknown) => {
      throw new SnmpError("snmp.name-not-resolved", `${host} does not resolve: ${messageOf(cause)}.`, {
        device: this.device.id,
        remedy: "Check the spelling and this host's DNS, or enter the IP address.",
        cause,
      });
    });
    const name = isIP(host) === 0 ? host : ((await this.#names.nameOf(address)) ?? address);
    const client = this.#open({ device: this.device.id, address, port, credentials, options: advanced });
    if (this.#closed) client.close();
    return { client, identity: { address, port, name } };
  }
}
