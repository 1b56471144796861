import {
  bytesOf,
  DamageList,
  type GivenUp,
  linesOfQueue,
  openQueueView,
  purgeQueue,
  queueStatus,
} from "../app/index.ts";
import { systemClock } from "../base/index.ts";
import { ageText, sizeText } from "./amounts.ts";
import { confirm } from "./confirm.ts";
import { EXIT, progressLine, type Terminal } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { damageText, linesText, spanText, statusJson, statusText } from "./queue-text.ts";
import { usage } from "./usage.ts";

interface ConfigFlag {
  readonly config: string;
}

interface PurgeFlags extends ConfigFlag {
  readonly sink: string;
  readonly olderThan?: number;
  readonly yes?: true;
}

const PROGRESS_EVERY_MS = 200;

/** Tells what waits for each sink. @returns 1 when something in the queue is damaged */
export async function queueStatusCommand(
  flags: ConfigFlag & { readonly json?: true },
  { terminal, signal }: CommandContext,
): Promise<number> {
  const view = await openQueueView(flags.config);
  const progress = progressOf(terminal);
  const tell = (done: number, all: number): void =>
    progress.show(() => `reading the queue: ${sizeText(done)} of ${sizeText(all)}`);
  const status = await queueStatus(view, tell, signal).finally(() => progress.clear());
  const nowMs = systemClock.wallMs();
  if (flags.json === true) terminal.out.write(`${JSON.stringify(statusJson(status, nowMs), undefined, 2)}\n`);
  else for (const line of statusText(status, nowMs)) terminal.out.write(`${line}\n`);
  return status.damages.length === 0 ? EXIT.ok : EXIT.failed;
}

/** Writes lines to standard output as they are. @returns 1 when some cannot be read */
export async function queueExport(
  flags: ConfigFlag & { readonly sink?: string; readonly all?: true },
  { terminal, signal }: CommandContext,
): Promise<number> {
  const view = await openQueueView(flags.config);
  const damages = new DamageList(view);
  const progress = progressOf(terminal);
  let [lines, bytes] = [0, 0];
  const all = sizeText(bytesOf(view));
  try {
    for await (const stored of linesOfQueue(view, { sink: flags.sink, all: flags.all === true }, damages)) {
      signal.throwIfAborted();
      await write(terminal.out, stored.bytes);
      lines += stored.lines;
      bytes += stored.bytes.length;
      progress.show(() => `${linesText(lines)}, ${sizeText(bytes)} of at most ${all}`);
    }
  } finally {
    progress.clear();
  }
  if (terminal.err.isTTY) terminal.err.write(`${linesText(lines)}, ${sizeText(bytes)}\n`);
  return tellDamages(terminal, damages);
}

/** Gives up lines of a sink, after a question. @returns 1 when the answer was no */
export async function queuePurge(flags: PurgeFlags, { terminal, signal }: CommandContext): Promise<number> {
  const { sink, olderThan, yes } = flags;
  if (yes !== true && !(process.stdin.isTTY && terminal.err.isTTY))
    throw usage("there is no terminal to ask at.", "Add --yes to purge without a question.");
  const beforeMs = olderThan === undefined ? undefined : systemClock.wallMs() - olderThan;
  const ask = async (planned: GivenUp): Promise<boolean> =>
    yes === true ||
    (await confirm(
      `Give up ${givenUpText(planned)} for sink ${sink}?`,
      { input: process.stdin, output: terminal.err },
      signal,
    ));
  const purged = await purgeQueue(flags.config, { sink, beforeMs }, ask);
  for (const damage of purged.damages) terminal.err.write(`damaged  ${damageText(damage)}\n`);
  const older = olderThan === undefined ? "" : ` that is older than ${ageText(olderThan)}`;
  if (purged.lines === 0) terminal.out.write(`${sink}: nothing waits${older}\n`);
  else if (!purged.confirmed) terminal.out.write(`${sink}: nothing is given up\n`);
  else {
    const freed = purged.freedBytes === 0 ? "" : `; ${sizeText(purged.freedBytes)} of disk are free again`;
    terminal.out.write(
      `${sink}: ${givenUpText(purged)}, ${purged.lines === 1 ? "is" : "are"} given up${freed}\n`,
    );
  }
  return purged.confirmed ? EXIT.ok : EXIT.failed;
}

/** Names what could not be read. @returns the exit code */
export function tellDamages(terminal: Terminal, { damages }: DamageList): number {
  for (const damage of damages) terminal.err.write(`damaged  ${damageText(damage)}\n`);
  return damages.length === 0 ? EXIT.ok : EXIT.failed;
}

const givenUpText = (givenUp: GivenUp): string =>
  `${linesText(givenUp.lines)} (${sizeText(givenUp.bytes)})${spanText(givenUp)}`;

/** Resolves when the reader has taken them: their memory is used again. What fails ends the process (main.ts). */
function write(out: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    out.write(bytes, () => resolve());
  });
}

/** A line that tells how far it is, on a terminal alone and not at every record. */
function progressOf({ err }: Terminal): { show(text: () => string): void; clear(): void } {
  const line = progressLine(err);
  let dueMs = systemClock.monotonicMs() + PROGRESS_EVERY_MS;
  return {
    show: (text) => {
      if (systemClock.monotonicMs() < dueMs) return;
      dueMs = systemClock.monotonicMs() + PROGRESS_EVERY_MS;
      line.show(text());
    },
    clear: () => line.clear(),
  };
}
