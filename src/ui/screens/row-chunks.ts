/** Ids in one selector: 2,000 characters are taken (about 35 an id). */
const CHUNK_SIZE = 40;

export interface RowChunks {
  readonly chunks: readonly (readonly string[])[];
  /** Which chunk holds a row. */
  readonly indexOf: (id: string) => number | undefined;
}

/** Rows of a list in parts that are asked for together. */
export function rowChunks(ids: readonly string[]): RowChunks {
  const chunks: string[][] = [];
  const index = new Map<string, number>();
  for (const [i, id] of ids.entries()) {
    if (i % CHUNK_SIZE === 0) chunks.push([]);
    chunks.at(-1)!.push(id);
    index.set(id, chunks.length - 1);
  }
  return { chunks, indexOf: (id) => index.get(id) };
}
