import { parentPort } from "node:worker_threads";
import { parseMib } from "./parse-mib.ts";
import type { ParsedFile } from "./parsed-module.ts";

/**
 * The thread that reads MIB texts: one file a message, one answer a file, and nothing kept between them,
 * so that a file which does not come back in time costs this thread and no other file.
 */
export type WorkerMessage = { readonly ready: true } | { readonly parsed: ParsedFile };

const port = parentPort;
port?.on("message", (text: string) => {
  const answer: WorkerMessage = { parsed: parseMib(text) };
  port.postMessage(answer);
});
const ready: WorkerMessage = { ready: true };
port?.postMessage(ready);
