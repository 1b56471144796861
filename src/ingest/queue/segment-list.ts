import { type Logger, messageOf } from "../../base/index.ts";
import type { LogFiles } from "./log-files.ts";
import { offsetIn, type Segment, setAside } from "./segments.ts";

const DAMAGED =
  "a file of the queue is damaged: what can still be read of it is sent, the rest is lost and counted";
export const DAMAGE_REMEDY = "Check the disk (dmesg, smartctl) and its file system.";
const NOT_REMOVED = "a file of the queue that is done with cannot be removed; it stays until the next start";
const NOT_REMOVED_REMEDY = "Give the service's user write access to dataDir.";

/** The segments on disk that some sink still needs, in their order. */
export class SegmentList {
  readonly #files: LogFiles;
  readonly #logger: Logger;
  readonly #segments: Segment[];

  constructor(files: LogFiles, logger: Logger, segments: readonly Segment[]) {
    this.#files = files;
    this.#logger = logger;
    this.#segments = [...segments];
  }

  get count(): number {
    return this.#segments.length;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { start, end }) => sum + end - start.position, 0);
  }

  get first(): Segment | undefined {
    return this.#segments[0];
  }

  /** Adds the one that is written to; it may be there already. */
  add(segment: Segment): void {
    const last = this.#segments.at(-1);
    if (last === segment) return;
    // One without a record, from a write that failed, was begun anew: it is the same file.
    if (last?.name === segment.name) this.#segments.pop();
    this.#segments.push(segment);
  }

  /** The one that a position is in. */
  of(position: number): Segment | undefined {
    return this.#segments.findLast(({ start, end }) => start.position <= position && position < end);
  }

  /** The first with lines that begins behind a position. */
  after(position: number): Segment | undefined {
    return this.#segments.find(({ start, end }) => start.position > position && end > start.position);
  }

  /** Something in a segment turned out to be damaged. Told once a segment. */
  damaged(segment: Segment, position: number): void {
    if (segment.isDamaged === true) return;
    segment.isDamaged = true;
    const at = offsetIn(segment, position);
    const fields = { code: "queue.damaged", folder: this.#files.path, file: segment.name, at };
    this.#logger.error({ ...fields, remedy: DAMAGE_REMEDY }, DAMAGED);
  }

  /**
   * Deletes segments that end before a position, or sets them aside when they were damaged.
   * @param active  stays; asked each time, for another may have been begun while a file was deleted
   */
  async release(position: number, active: () => Segment | undefined): Promise<void> {
    for (;;) {
      const [first] = this.#segments;
      if (first === undefined || first.end > position || first === active()) return;
      this.#segments.shift();
      await this.#remove(first);
    }
  }

  async #remove({ name, isDamaged }: Segment): Promise<void> {
    try {
      if (isDamaged !== true) await this.#files.remove(name);
      else {
        const { what } = await setAside(this.#files, name, "all sinks are past it");
        this.#logger.warn({ code: "queue.damaged", file: name }, `a damaged file of the queue: ${what}`);
      }
    } catch (error) {
      const fields = { code: "queue.not-removed", file: name, reason: messageOf(error) };
      this.#logger.warn({ ...fields, remedy: NOT_REMOVED_REMEDY }, NOT_REMOVED);
    }
  }
}
