import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { uiPolicy } from "./policy.ts";

/** Stands in the built index.html where the nonce belongs. */
const NONCE_PLACE = "__CSP_NONCE__";
/** And where it says whether questions will be answered: those that would be refused are not asked ahead. */
const KNOWN_PLACE = "__WHO_IS_KNOWN__";
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
 * @param isKnown  whether who asks for the page may ask something, too
 * @returns undefined where no UI was built
 */
export async function readIndexPage(folder: string, isKnown: boolean): Promise<IndexPage | undefined> {
  const text = await readFile(join(folder, "index.html"), "utf8").catch(absent);
  if (text === undefined) return undefined;
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const page = text.replaceAll(NONCE_PLACE, nonce).replaceAll(KNOWN_PLACE, isKnown ? "yes" : "no");
  return { text: page, policy: uiPolicy(nonce) };
}

function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
