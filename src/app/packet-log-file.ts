import { messageOf } from "../base/index.ts";
import { logName, PACKET_LOG_FILE_BYTES, type PacketLogOrder } from "./packet-log-orders.ts";
import type { StateFolder } from "./state-folder.ts";

/** Text kept while the disk is slow; beyond, events are left out and counted. */
const UNWRITTEN_MAX_BYTES = 4_000_000;

/**
 * The packet log of one device: lines are written as they come, into two files of bounded size. Polling never waits
 * for it.
 */
export class PacketLogFile {
  readonly order: PacketLogOrder;
  readonly #folder: StateFolder;
  readonly #onEnd: (reason: string) => void;
  readonly #name: string;
  #unwritten: string[] = [];
  #unwrittenBytes = 0;
  #leftOut = 0;
  #fileBytes = 0;
  #rotated = false;
  #ended = false;
  #writing: Promise<void>;

  /** @param onEnd  called once, when the log ends by itself */
  constructor(folder: StateFolder, order: PacketLogOrder, onEnd: (reason: string) => void) {
    this.order = order;
    this.#folder = folder;
    this.#onEnd = onEnd;
    this.#name = logName(order.device);
    this.#writing = this.#guarded(() => this.#begin());
  }

  /** Adds lines; returns at once. */
  add(lines: readonly string[]): void {
    if (this.#ended) return;
    const text = `${lines.join("\n")}\n`;
    const bytes = Buffer.byteLength(text);
    if (this.#unwrittenBytes + bytes > UNWRITTEN_MAX_BYTES) {
      this.#leftOut += 1;
      return;
    }
    const idle = this.#unwritten.length === 0;
    this.#unwritten.push(text);
    this.#unwrittenBytes += bytes;
    if (idle) this.#writing = this.#writing.then(() => this.#guarded(() => this.#write()));
  }

  /** Writes what is left with a last line, and takes nothing more. */
  async close(reason: string): Promise<void> {
    this.add([reason]);
    this.#ended = true;
    await this.#writing;
  }

  /** A log of the same order goes on after a restart; one of an earlier order makes room. */
  async #begin(): Promise<void> {
    const [current, before] = [await this.#folder.info(this.#name), await this.#folder.info(this.#older)];
    if (current !== undefined && current.changedAtMs >= this.order.onAtMs) {
      this.#fileBytes = current.bytes;
      this.#rotated = before !== undefined;
      return;
    }
    if (before !== undefined) await this.#folder.remove(this.#older);
    if (current !== undefined) await this.#folder.remove(this.#name);
  }

  async #write(): Promise<void> {
    const text = this.#unwritten.join("") + this.#leftOutWords();
    [this.#unwritten, this.#unwrittenBytes, this.#leftOut] = [[], 0, 0];
    const bytes = Buffer.byteLength(text);
    if (this.#fileBytes > 0 && this.#fileBytes + bytes > PACKET_LOG_FILE_BYTES) {
      if (this.#rotated) {
        this.#end(`${(2 * PACKET_LOG_FILE_BYTES) / 1e6} MB are written`);
        return;
      }
      await this.#folder.rename(this.#name, this.#older);
      [this.#fileBytes, this.#rotated] = [0, true];
    }
    await this.#folder.append(this.#name, text);
    this.#fileBytes += bytes;
  }

  #leftOutWords(): string {
    return this.#leftOut === 0 ? "" : `… ${this.#leftOut} events left out: the disk is too slow\n`;
  }

  get #older(): string {
    return `${this.#name}.1`;
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    if (this.#ended && this.#unwritten.length === 0) return;
    try {
      await work();
    } catch (error) {
      this.#end(`it cannot be written: ${messageOf(error)}`);
    }
  }

  #end(reason: string): void {
    [this.#unwritten, this.#unwrittenBytes] = [[], 0];
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(reason);
  }
}
