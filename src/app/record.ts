import { formatSnmprecLine, writeSnmprec } from "../simulator/index.ts";
import { childOid, compareOids, isMissing, type Oid, oid, type Varbind } from "../smi/index.ts";
import type { SnmpClient, SnmpError } from "../snmp/index.ts";
import type { Scrubber } from "./scrub.ts";

/** Everything a switch tells: LLDP, the internet tree with all vendors, and IEEE 802.1 (LLDP-V2 among them). */
const RECORD_ROOTS: readonly Oid[] = Object.freeze([oid("1.0.8802"), oid("1.3.6.1"), oid("1.3.111")]);

export interface RecordOptions {
  readonly client: SnmpClient;
  /** Subtrees to read, none under another; default RECORD_ROOTS. */
  readonly roots?: readonly Oid[];
  /** Without it the recording leaves as it comes; with it, at the end and sorted. */
  readonly scrubber?: Scrubber;
  /** Takes whole lines, in the order of the file. */
  readonly write: (text: string) => void | Promise<void>;
  readonly onProgress?: (progress: RecordProgress) => void;
  /** Instances of one root; then it is cut. Default 1 000 000. */
  readonly rowsMax?: number;
  readonly signal?: AbortSignal;
}

export interface RecordProgress {
  readonly root: Oid;
  /** Instances read so far, over all roots. */
  readonly instances: number;
}

export interface RecordResult {
  /** Instances written. */
  readonly instances: number;
  /** Instances read that the scrubber left out. */
  readonly dropped: number;
  /** Roots that could not be read to their end, with the cause; what was read of them is in the recording. */
  readonly failures: ReadonlyMap<Oid, SnmpError>;
}

const ROWS_MAX = 1_000_000;

/**
 * Walks a device into the lines of a `.snmprec` recording.
 * A root that fails keeps what was read, and the others are still asked; only a device that has not answered at all
 * is left alone. Rejects when `signal` aborts, when the client is closed, or when `write` fails.
 */
export async function recordDevice(options: RecordOptions): Promise<RecordResult> {
  const { client, scrubber, write, signal, rowsMax = ROWS_MAX } = options;
  const roots = (options.roots ?? RECORD_ROOTS).toSorted(compareOids);
  const failures = new Map<Oid, SnmpError>();
  const kept: Varbind[] = [];
  let instances = 0;
  let written: Promise<void> = Promise.resolve();
  for (const root of roots) {
    const onCells: NonNullable<Parameters<SnmpClient["columns"]>[1]>["onCells"] = (column, cells) => {
      const varbinds = cells
        .filter(([, value]) => !isMissing(value) || value.type === "Null") // an exception is no instance
        .map(([index, value]) => ({ oid: childOid(column, index), value }));
      instances += varbinds.length;
      if (scrubber !== undefined) kept.push(...varbinds);
      else {
        const text = varbinds.map((varbind) => `${formatSnmprecLine(varbind)}\n`).join("");
        written = written.then(() => write(text));
        written.catch(() => undefined); // told below
      }
      options.onProgress?.({ root, instances });
    };
    let answer: Awaited<ReturnType<SnmpClient["columns"]>>;
    try {
      answer = await client.columns([root], { onCells, rowsMax, ...(signal && { signal }) });
    } finally {
      await written; // when the walk ends halfway, too: the caller closes its file next
    }
    const failure = answer.columns.get(root)?.failure;
    if (failure !== undefined) failures.set(root, failure);
    if (instances === 0 && isSilence(failure)) break;
  }
  if (scrubber === undefined) return { instances, dropped: 0, failures };
  const scrubbed = scrubber.scrub(kept);
  await write(writeSnmprec(scrubbed));
  return { instances: scrubbed.length, dropped: kept.length - scrubbed.length, failures };
}

function isSilence(failure: SnmpError | undefined): boolean {
  return failure?.code === "snmp.timeout" || failure?.code === "snmp.unreachable";
}
