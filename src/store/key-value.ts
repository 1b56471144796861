/** An ordered map on disk, from octets to octets: all that the store asks of its engine. Keys compare octet by octet. */
export interface KeyValue {
  get(key: Uint8Array): Promise<Uint8Array | undefined>;
  /** One answer for each key, in their order. */
  getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]>;
  /**
   * All changes or none, also when the process is killed meanwhile.
   * @param options.sync  resolves only when they would survive a power cut
   * @throws {AppError} `store.full` when the disk takes no more, `store.failed` for all else
   */
  write(changes: readonly KeyChange[], options?: { readonly sync?: boolean }): Promise<void>;
  /** Entries in the order of their keys, in pages; what is written meanwhile does not show. */
  pages(range: KeyRange): AsyncIterable<readonly KeyEntry[]>;
  /** Removes all keys of the range. */
  clear(range: Pick<KeyRange, "from" | "below">): Promise<void>;
  /** What the range takes on disk, roughly. */
  approximateBytes(range: Pick<KeyRange, "from" | "below">): Promise<number>;
  close(): Promise<void>;
}

export type KeyEntry = readonly [key: Uint8Array, value: Uint8Array];

/** Without a value the key is removed. */
export interface KeyChange {
  readonly key: Uint8Array;
  readonly value?: Uint8Array | undefined;
}

export interface KeyRange {
  /** The first key, itself included. */
  readonly from: Uint8Array;
  /** The first key that is not of the range. */
  readonly below: Uint8Array;
  /** From the last key to the first. */
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** The first octet of every key says whose it is. */
export const KEY_AREAS = {
  /** Format version, hash seed and such. */
  meta: 0x01,
  /** Dictionary, samples that are not in chunks yet, chunks. */
  dictionary: 0x10,
  samples: 0x11,
  chunks: 0x12,
  entities: 0x20,
  edges: 0x21,
  tags: 0x22,
  /** What changed, by entity and time. */
  history: 0x23,
  /** Logs and events by time. */
  events: 0x30,
  /** Earlier versions of manifests, configurations and credentials. */
  versions: 0x40,
  /** Who changed what, by time. */
  audit: 0x41,
} as const;
