// The parts of a benchmark that must cost next to nothing are C.
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const cache = fileURLToPath(new URL(".cache", import.meta.url));

/**
 * Compiles a file of this folder. One that runs meanwhile keeps its program.
 * @returns its path; undefined where there is no C compiler
 */
export function compiled(name, source, flags = []) {
  mkdirSync(cache, { recursive: true });
  const binary = `${cache}/${name}`;
  const fresh = `${binary}-${process.pid}`;
  try {
    execFileSync("cc", ["-O2", ...flags, "-o", fresh, fileURLToPath(new URL(source, import.meta.url))]);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  renameSync(fresh, binary);
  return binary;
}
