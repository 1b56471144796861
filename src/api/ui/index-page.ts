import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { uiPolicy } from "./policy.ts";

/** Stands in the built index.html where the nonce belongs. */
const PLACE = "__CSP_NONCE__";
/** 128 bits: as many as the policy's specification asks for (CSP 3 §7.1). */
const NONCE_BYTES = 16;

/** A page with the policy it is shown under. */
export interface IndexPage {
  readonly text: string;
  readonly policy: string;
}

/**
 * The page that every address of the UI begins with, under a nonce that is never used again. Read anew each time: it
 * is a kilobyte, and a build may have changed it.
 * @returns undefined where no UI was built
 */
export async function readIndexPage(folder: string): Promise<IndexPage | undefined> {
  const text = await readFile(join(folder, "index.html"), "utf8").catch(absent);
  if (text === undefined) return undefined;
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  return { text: text.replaceAll(PLACE, nonce), policy: uiPolicy(nonce) };
}

function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
