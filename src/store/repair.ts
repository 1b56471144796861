import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

/** More than that and polling would wait for history. */
const REPAIR_WITHIN_MS = 60_000;
const FIRST_LINE = /^.*$/m;

/**
 * Saves what can be read, and writes all of it anew: a table with keys out of order that is left lying would end the
 * process at some merge. In a process of its own, for LevelDB aborts at what it does not expect in a damaged table
 * (an assertion in `TableBuilder::Add`) instead of telling.
 */
const PROGRAM = `
const { ClassicLevel } = require(process.argv[1]);
const views = { keyEncoding: "view", valueEncoding: "view" };
(async () => {
  await ClassicLevel.repair(process.argv[2]);
  const level = new ClassicLevel(process.argv[2], views);
  await level.open();
  await level.compactRange(Uint8Array.of(0), Uint8Array.of(255));
  await level.close();
})().catch((error) => {
  process.stderr.write(String((error.cause ?? error).message));
  process.exitCode = 1;
});
`;

/** @throws {Error} when it does not work out; the folder is then worse than before */
export async function repairLevel(folder: string): Promise<void> {
  const library = createRequire(import.meta.url).resolve("classic-level");
  const options = { timeout: REPAIR_WITHIN_MS, killSignal: "SIGKILL" } as const;
  try {
    await promisify(execFile)(process.execPath, ["-e", PROGRAM, library, folder], options);
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new Error(FIRST_LINE.exec(stderr)?.[0] || "it took too long", { cause: error });
  }
}
