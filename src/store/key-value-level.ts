import { access, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError, type Logger, withRemedy } from "../base/index.ts";
import type { KeyValue } from "./key-value.ts";
import { LevelKeyValue } from "./level.ts";

/** As it was · some of it may be lost · all of it was set aside. */
export type OpenedStore = { readonly kv: KeyValue; readonly state: "whole" | "repaired" | "new" };

/** Folders of damaged stores that may stand beside it. */
const ASIDE_MAX = 100;

/** Reads what must be readable; called anew after a repair. */
type Reading = (kv: KeyValue) => Promise<void>;

/**
 * Opens the store in a folder, which is made when it is not there. One that does not open is repaired, and one that
 * cannot be repaired is moved to `<folder>.damaged-<n>`: what was kept is less than the service itself.
 * @param options.read  a store that opens but fails in this is damaged as well: LevelDB looks at a table only when asked
 * @throws {AppError} `store.full`, `store.in-use`, `store.failed` when a new one does not open either
 */
export async function openKeyValue(
  folder: string,
  {
    logger,
    read = () => Promise.resolve(),
  }: { readonly logger: Logger; readonly read?: Reading | undefined },
): Promise<OpenedStore> {
  const heldBytes = await bytesIn(folder);
  let isLost = false;
  const look: Reading = async (kv) => {
    isLost = heldBytes > 0 && (await isEmpty(kv)); // before anything is written
    await read(kv);
  };
  const first = await attempt(() => openAndRead(folder, look));
  if (!(first instanceof AppError)) {
    if (isLost) sayLost(folder, heldBytes, logger);
    return { kv: first, state: isLost ? "repaired" : "whole" };
  }
  // A full disk or a second process is no damage: moving the store aside would help neither.
  if (first.code !== "store.failed") throw first;
  logger.error({ folder, cause: first.message }, "the store cannot be read; trying to repair it");
  const second = await attempt(async () => {
    await LevelKeyValue.repair(folder);
    return await openAndRead(folder, read);
  });
  if (!(second instanceof AppError)) {
    logger.error({ folder }, "the store was damaged and is repaired; some history may be missing");
    return { kv: second, state: "repaired" };
  }
  const aside = await moveAside(folder, second);
  logger.error(
    { folder, aside, cause: withRemedy(second) },
    "the store is damaged beyond repair and was moved aside; a new one begins. Check the disk, then delete the folder",
  );
  return { kv: await openAndRead(folder, read), state: "new" };
}

async function openAndRead(folder: string, read: Reading): Promise<LevelKeyValue> {
  const kv = await LevelKeyValue.open(folder);
  try {
    await read(kv);
    return kv;
  } catch (error) {
    await kv.close();
    throw error;
  }
}

/** LevelDB passes over what its checksums refuse without a word; that nothing at all is left can be seen. */
async function isEmpty(kv: KeyValue): Promise<boolean> {
  for await (const page of kv.pages({ ...ALL_KEYS, limit: 1 })) if (page.length > 0) return false;
  return true;
}

function sayLost(folder: string, bytes: number, logger: Logger): void {
  logger.error(
    { folder, bytes },
    "the store is damaged: it held something, and nothing of it can be read. It begins anew; check the disk",
  );
}

const ALL_KEYS = { from: Uint8Array.of(0), below: Uint8Array.of(0xff) };

/** Of the files that hold entries; 0 when there is no such folder. */
async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names
    .filter((name) => /\.(ldb|log)$/.test(name))
    .map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function attempt(open: () => Promise<LevelKeyValue>): Promise<LevelKeyValue | AppError> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function moveAside(folder: string, reason: AppError): Promise<string> {
  for (let n = 1; n <= ASIDE_MAX; n++) {
    const aside = `${folder}.damaged-${n}`;
    if (await exists(aside)) continue;
    await rename(folder, aside).catch((cause: unknown) => {
      throw new AppError("store.failed", `the damaged store ${folder} cannot be moved to ${aside}`, {
        cause,
        remedy: "Check the rights of the data directory, or move the folder away by hand.",
      });
    });
    return aside;
  }
  throw reason;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
