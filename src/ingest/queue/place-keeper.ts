import type { Clock } from "../../base/index.ts";
import type { CursorFile } from "./cursor-file.ts";
import { DiskWatch } from "./disk-watch.ts";
import type { LineLog } from "./line-log.ts";
import type { Place } from "./record.ts";
import type { ToldFaults } from "./told-faults.ts";

export interface PlaceKeeperOptions {
  readonly clock: Clock;
  readonly log: LineLog;
  /** Undefined when the folder cannot be read: the place is in memory alone. */
  readonly cursor: CursorFile | undefined;
  /** Where the sink is now, as it lies on disk. */
  readonly kept: Place;
  readonly faults: ToldFaults;
  /** The disk has dealt with a place: what is before it may go. Never rejects. */
  readonly onKept: (place: Place) => Promise<void>;
}

const UNPLACED = "the place of a sink cannot be written: after a crash lines are sent again";

/**
 * Has the place of a sink on disk before the sink goes on. A disk that hangs holds the sink up for seconds only: the
 * latest place is then written when the disk goes on, and what is before it goes no sooner.
 */
export class PlaceKeeper {
  readonly #options: PlaceKeeperOptions;
  readonly #watch: DiskWatch;
  readonly #closing = new AbortController();
  #kept: Place;
  #next: Place | undefined;
  #running: Promise<void> | undefined;
  #isHanging = false;
  /** The disk has an older place. */
  #isRefused = false;
  #goOn: () => void = () => undefined;

  constructor(options: PlaceKeeperOptions) {
    const { clock, kept, log, cursor } = options;
    this.#options = options;
    this.#kept = kept;
    this.#watch = new DiskWatch(clock, this.#closing.signal, (error) => this.#hangs(error));
    log.onSync(async () => cursor?.sync());
  }

  /** The place that the disk has dealt with last. */
  get kept(): Place {
    return this.#kept;
  }

  /**
   * Resolves when the place survives the end of the process, the disk has refused it, or hangs. One call at a time.
   */
  async keep(place: Place): Promise<void> {
    this.#next = place;
    const dealtWith = new Promise<void>((resolve) => (this.#goOn = resolve));
    this.#running ??= this.#run();
    if (!this.#isHanging) await dealtWith;
  }

  /** Resolves when nothing is under way any more. Never rejects. */
  async close(): Promise<void> {
    const { cursor, log } = this.#options;
    this.#closing.abort(CLOSED);
    await this.#running;
    if (this.#isRefused) await this.#write(this.#kept);
    if (log.sync !== "never") await cursor?.sync().catch(() => undefined);
    await cursor?.close().catch(() => undefined);
  }

  async #run(): Promise<void> {
    for (let place = this.#next; place !== undefined; place = this.#next) {
      this.#next = undefined;
      this.#watch.begin();
      await this.#write(place);
      this.#kept = place;
      await this.#options.onKept(place);
      this.#watch.end();
      this.#isHanging = false;
    }
    this.#running = undefined;
    this.#goOn();
  }

  async #write(place: Place): Promise<void> {
    const { cursor, log, faults } = this.#options;
    try {
      await cursor?.write(place);
      if (log.sync === "eachBatch") await cursor?.sync();
      else log.syncSoon();
      faults.over(UNPLACED);
      this.#isRefused = false;
    } catch (error) {
      this.#isRefused = true;
      faults.tell(UNPLACED, error);
    }
  }

  #hangs(error: Error): void {
    this.#isHanging = true;
    this.#options.faults.tell(UNPLACED, error);
    this.#goOn();
  }
}

const CLOSED = new Error("the queue is closed");
