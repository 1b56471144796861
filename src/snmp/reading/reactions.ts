import { SYS_UP_TIME } from "../../smi/index.ts";
import type { SnmpError } from "../errors.ts";
import { ERROR_STATUS, type SnmpRequest } from "../exchange/exchange.ts";
import { encodeOid } from "../wire/index.ts";
import type { Asking, Trouble } from "./asking.ts";
import type { Batch } from "./batch.ts";
import { ColumnCursor } from "./column-cursor.ts";
import type { DeviceState } from "./device-state.ts";
import { Hunt } from "./hunt.ts";
import type { Item } from "./item.ts";
import { ALWAYS_FITS_BYTES, type SizeBelief } from "./reply-size.ts";
import { WantedInstance } from "./wanted-instance.ts";

/** Below what always fits size is seldom the reason, yet there are agents; two halvings find most of them. */
const SMALL_SHRINKS_MAX = 2;
/** Losses and overload that one read takes for what they are, before it asks for less. */
const LOSSES_MAX = 1;
/** OIDs that end in silence cost time-outs; after so many in one read the device is left alone. */
const SILENT_FINDS_MAX = 2;
/** Searches of one read. Each ends in an OID left out or in progress, so more are a device that fails at random. */
const HUNTS_MAX = 24;

const PROBE: SnmpRequest = {
  kind: "get",
  oids: [encodeOid(SYS_UP_TIME)],
  nonRepeaters: 0,
  maxRepetitions: 0,
};

/** A size that failed, and what was believed before. */
interface SizeSearch {
  readonly before: SizeBelief;
  batch: Batch;
  certain: boolean;
}

/**
 * What is done when an answer is not as it should be. Size, loss, overload, a poisonous OID and a dead device look alike
 * at first; each has a reaction of its own.
 */
export class Reactions {
  readonly #device: DeviceState;
  readonly #asking: Asking;
  readonly #onTaken: () => void;
  /** Nothing but this was wanted, so it makes no difference whether the device is alive. */
  readonly #single: boolean;
  #search: SizeSearch | undefined;
  #shrinks = 0;
  #losses = 0;
  #hunts = 0;
  #silentFinds = 0;
  /** The agent has named an item that was not the culprit. */
  #namesWrongly = false;

  constructor(device: DeviceState, asking: Asking, single: boolean, onTaken: () => void) {
    this.#device = device;
    this.#asking = asking;
    this.#single = single;
    this.#onTaken = onTaken;
  }

  /** A batch was answered: if it is part of one that was too large, that was the size. */
  taken(batch: Batch): void {
    const search = this.#search;
    if (search === undefined || batch.bytes >= search.batch.bytes) return;
    if (!batch.items.some((item) => search.batch.items.includes(item))) return;
    // A silence that has led to a search was no loss any more: the same had been asked before.
    const again = this.#losses > 0 ? "silent-again" : "silent";
    this.#device.size.failed(search.batch.bytes, search.certain ? "told" : again);
  }

  /** @returns why asking on is pointless; undefined when it is not */
  async handle(trouble: Trouble): Promise<SnmpError | undefined> {
    const { batch } = trouble;
    const open = suspectsOf(batch);
    switch (trouble.kind) {
      case "refused":
        return trouble.error;
      case "silent":
        return await this.#onSilence(trouble, open);
      case "tooBig":
        if (!this.#shrink(batch, true)) return await this.#hunt(trouble, open);
        return undefined;
      case "status":
        return await this.#onStatus(trouble, open);
      case "empty":
      case "malformed":
        return await this.#hunt(trouble, open);
    }
  }

  async #onSilence(
    trouble: Extract<Trouble, { kind: "silent" }>,
    open: readonly Item[],
  ): Promise<SnmpError | undefined> {
    if (this.#single) return trouble.error;
    const dead = await this.#asking.probe(PROBE, trouble.error);
    if (dead !== undefined) {
      this.#device.trace(
        () => "not even sysUpTime.0 is answered: the device is left alone until the next poll",
      );
      return dead;
    }
    const { batch } = trouble;
    const isLoss = trouble.overloaded || this.#device.size.isProven(batch.bytes);
    if (isLoss && this.#losses++ < LOSSES_MAX) {
      this.#device.trace(() =>
        trouble.overloaded
          ? "answers come too late: the agent is overloaded, one request at a time from now on"
          : "a reply of a size that came before was lost: the same is asked again",
      );
      return undefined;
    }
    if (this.#shrink(batch, false)) return undefined;
    return await this.#hunt(trouble, open);
  }

  /** @returns whether asking for less may help */
  #shrink(batch: Batch, certain: boolean): boolean {
    if (batch.cells <= 1 || (batch.bytes <= ALWAYS_FITS_BYTES && this.#shrinks >= SMALL_SHRINKS_MAX))
      return false;
    this.#shrinks++;
    const { size } = this.#device;
    this.#search ??= { before: size.belief, batch, certain };
    this.#search.batch = batch;
    this.#search.certain = certain;
    // The header stays, so what is halved is what it carries.
    size.shrink(batch.bytes + batch.shape.headerBytes);
    this.#device.trace(() => {
      const bytes = Math.round(batch.bytes);
      const what = certain ? "are too big for the agent" : "do not come, smaller ones do";
      return `replies of about ${bytes} bytes ${what}: asking for up to ${size.budgetBytes}`;
    });
    return true;
  }

  async #onStatus(
    trouble: Extract<Trouble, { kind: "status" }>,
    open: readonly Item[],
  ): Promise<SnmpError | undefined> {
    const { batch, status, index } = trouble;
    const named = this.#namesWrongly ? undefined : batch.culprit(index);
    if (status === ERROR_STATUS.noSuchName && batch.shape.kind !== "getBulk") {
      if (batch.shape.uptime && index === 1) this.#device.quirks.noUptime = true;
      else if (named !== undefined) named.end();
      else return await this.#hunt(trouble, open);
      this.#onTaken();
      return undefined;
    }
    return await this.#hunt(trouble, named !== undefined && open.includes(named) ? [named] : open);
  }

  async #hunt(trouble: Trouble, suspects: readonly Item[]): Promise<SnmpError | undefined> {
    const error = "error" in trouble ? trouble.error : this.#device.diagnosis.failing();
    if (suspects.length === 0) return undefined;
    if (this.#hunts++ >= HUNTS_MAX) return error;
    this.#device.trace(() => `looking for what the agent fails at among ${suspects.length} columns or OIDs`);
    const find = await new Hunt(this.#device, this.#asking, trouble, this.#onTaken).run(suspects);
    this.#onTaken();
    if (typeof find === "object") return find.lost;
    if (find === "late") return undefined;
    if (find === "nobody") {
      this.#namesWrongly ||= suspects.length === 1 && trouble.batch.items.length > 1;
      const isSize = trouble.kind === "tooBig" || trouble.kind === "silent";
      if (isSize)
        this.#device.size.failed(trouble.batch.bytes, trouble.kind === "tooBig" ? "told" : "silent");
      return undefined;
    }
    if (this.#search !== undefined) this.#device.size.restore(this.#search.before);
    this.#search = undefined;
    if (find === "bulk")
      this.#device.trace(() => `GETBULK fails where GETNEXT works: ${columnsText(suspects)}`);
    else if (trouble.kind === "silent" && ++this.#silentFinds >= SILENT_FINDS_MAX) return error;
    return undefined;
  }
}

/** What is still open of a batch. Instances that rode with a GETBULK are asked for with GET from now on. */
function suspectsOf({ shape, items }: Batch): readonly Item[] {
  const open = items.filter(({ done }) => !done);
  if (shape.kind === "get") return open;
  for (const item of open) if (item instanceof WantedInstance) item.rides = false;
  return open.filter((item) => item instanceof ColumnCursor);
}

const columnsText = (items: readonly Item[]): string => {
  const columns = items.flatMap((item) => (item instanceof ColumnCursor ? [item.info.oid] : []));
  return columns.length === 1 ? `no GETBULK for ${columns[0]}` : "no GETBULK for this device";
};
