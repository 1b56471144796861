import type { Dirent } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../base/index.ts";
import { configFolder } from "./config-folder.ts";
import { LAST_GOOD_FOLDER } from "./last-good.ts";
import { VERSIONS_FOLDER } from "./versions.ts";

/** Longer than any write takes: a younger one may still take its file's place. */
const OLD_MS = 60_000;
/** `<name>.<uuid>.new`: what is written anew before it takes the place of the old file. */
const REPLACEMENT = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.new$/;
/** Files that the service alone has are written anew as `<name>.json.new`. */
const OF_STATE = /\.json(?:\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\.new$/;
/** `versions/<kind>/<id>/<file>` */
const STATE_DEPTH = 3;

/** Removes from `configDir` what a rewrite that was killed left there. What cannot be removed stays. */
export async function removeLeftovers(configDir: string, clock: Clock): Promise<void> {
  const { extensions, configurations, credentials } = configFolder(configDir);
  for (const folder of [extensions, configurations, credentials]) {
    await removeIn(folder, { pattern: REPLACEMENT, depth: 1, clock });
  }
}

/** The same of what is kept in `dataDir` of earlier contents; many small folders. */
export async function removeStateLeftovers(dataDir: string, clock: Clock): Promise<void> {
  for (const name of [VERSIONS_FOLDER, LAST_GOOD_FOLDER]) {
    await removeIn(join(dataDir, name), { pattern: OF_STATE, depth: STATE_DEPTH, clock });
  }
}

interface Sweep {
  readonly pattern: RegExp;
  readonly depth: number;
  readonly clock: Clock;
}

async function removeIn(folder: string, sweep: Sweep): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && sweep.depth > 1) await removeIn(path, { ...sweep, depth: sweep.depth - 1 });
    if (entry.isFile() && sweep.pattern.test(entry.name)) await removeOld(path, sweep.clock);
  }
}

async function removeOld(path: string, clock: Clock): Promise<void> {
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined || clock.wallMs() - info.mtimeMs < OLD_MS) return;
  await rm(path, { force: true }).catch(() => undefined);
}

const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
