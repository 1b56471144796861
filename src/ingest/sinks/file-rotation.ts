import { rename, stat } from "node:fs/promises";

/**
 * Sets a full file aside: `path` becomes `path.1`, what was there `path.2`, and so on; the oldest of `maxFiles` files,
 * the new one among them, is overwritten. Each step is one atomic rename into a free place, from the oldest file on, so
 * that an end in the middle leaves all files and one free place; the next rotation begins there and needs no repair.
 * @param maxFiles  at least 2
 */
export async function rotate(path: string, maxFiles: number): Promise<void> {
  const free = await firstFree(path, maxFiles - 1);
  for (let n = free; n > 0; n--) await rename(nameOf(path, n - 1), nameOf(path, n));
}

/** The first place without a file; without any the last one, whose file is to go. */
async function firstFree(path: string, last: number): Promise<number> {
  for (let n = 1; n < last; n++) if (!(await exists(nameOf(path, n)))) return n;
  return last;
}

const nameOf = (path: string, n: number): string => (n === 0 ? path : `${path}.${n}`);

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // What cannot be looked at is there, as far as overwriting goes.
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}
