import { type Clock, type Logger, messageOf } from "../base/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import type { TraceEvent, TraceSink } from "../snmp/index.ts";
import { PacketLogFile } from "./packet-log-file.ts";
import { logName, ORDERS_FILE, type PacketLogOrder, readOrders } from "./packet-log-orders.ts";
import type { StateFolder } from "./state-folder.ts";
import { TraceText } from "./trace-text.ts";

export interface PacketLogsOptions {
  /** `<dataDir>/packet-log`. */
  readonly folder: StateFolder;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly catalogue: ObjectCatalogue;
  /** Devices of this process or thread; orders for others are not ours. */
  readonly isOurs: (device: string) => boolean;
}

/** An order is taken up after this time at most. Looked at by its time of change: fs.watch misses renames. */
const LOOK_EVERY_MS = 2_000;

/**
 * The packets of some devices as text, switched while the service runs: `snmpgate packet-log` leaves orders in the
 * data directory, and this looks for them. Costs a map look-up per request while nothing is logged.
 */
export class PacketLogs {
  readonly #options: PacketLogsOptions;
  readonly #text: TraceText;
  readonly #logs = new Map<string, { readonly file: PacketLogFile; readonly sink: TraceSink }>();
  /** Orders that came to their end by themselves, while they still stand in the file. */
  #done = new Set<string>();
  #orders: readonly PacketLogOrder[] = [];
  #changedAtMs: number | undefined;
  readonly #stop = new AbortController();
  #watching: Promise<void> | undefined;

  constructor(options: PacketLogsOptions) {
    this.#options = options;
    this.#text = new TraceText({
      catalogue: options.catalogue,
      full: true,
      stamp: () => new Date(options.clock.wallMs()).toISOString(),
    });
  }

  /** Who listens to a device now: pass it to the SNMP engine. */
  readonly traceOf = (device: string): TraceSink | undefined => this.#logs.get(device)?.sink;

  start(): void {
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    await Promise.all([...this.#logs.keys()].map((device) => this.#close(device, "the service stops")));
  }

  async #watch(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look();
      await clock.sleepUntil(clock.monotonicMs() + LOOK_EVERY_MS, signal).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { folder, logger } = this.#options;
    try {
      const changedAtMs = (await folder.info(ORDERS_FILE))?.changedAtMs;
      if (changedAtMs !== this.#changedAtMs) {
        this.#changedAtMs = changedAtMs;
        this.#orders = await readOrders(folder);
      }
    } catch (error) {
      logger.warn({ folder: folder.path, reason: messageOf(error) }, "orders for packet logs cannot be read");
    }
    await this.#follow();
  }

  async #follow(): Promise<void> {
    const { clock, isOurs } = this.#options;
    const nowMs = clock.wallMs();
    const standing = new Set(this.#orders.map(keyOf));
    this.#done = new Set([...this.#done].filter((key) => standing.has(key)));
    for (const [device, { file }] of this.#logs) {
      if (!standing.has(keyOf(file.order))) await this.#close(device, this.#whyNoMore(device));
      else if (nowMs >= file.order.untilMs) await this.#finish(file.order, "its hour is over");
    }
    for (const order of this.#orders) {
      const due = nowMs < order.untilMs && !this.#done.has(keyOf(order)) && isOurs(order.device);
      if (due && !this.#logs.has(order.device)) this.#open(order);
    }
  }

  /** A log that is ordered again while it is on goes on in the same file. */
  #whyNoMore(device: string): string {
    return this.#orders.some((order) => order.device === device) ? "ordered anew" : "switched off";
  }

  #open(order: PacketLogOrder): void {
    const { folder, logger } = this.#options;
    const { device } = order;
    const file = new PacketLogFile(folder, order, (reason) => void this.#finish(order, reason));
    file.add([`the packets of ${device} are logged until ${new Date(order.untilMs).toISOString()}`]);
    this.#logs.set(device, { file, sink: (event: TraceEvent) => file.add(this.#text.lines(event)) });
    logger.info({ device, file: `${folder.path}/${logName(device)}` }, "packet log on");
  }

  async #finish(order: PacketLogOrder, reason: string): Promise<void> {
    this.#done.add(keyOf(order));
    await this.#close(order.device, reason);
  }

  async #close(device: string, reason: string): Promise<void> {
    const log = this.#logs.get(device);
    if (log === undefined) return;
    this.#logs.delete(device);
    this.#options.logger.info({ device, reason }, "packet log off");
    await log.file.close(`the log ends: ${reason}`);
  }
}

const keyOf = ({ device, onAtMs }: PacketLogOrder): string => `${device} ${onAtMs}`;
