import {
  DamageList,
  eachLine,
  linesOfQueue,
  openQueueView,
  type StoredLine,
  visibleText,
} from "../app/index.ts";
import { systemClock } from "../base/index.ts";
import { timeText } from "./amounts.ts";
import type { CommandContext } from "./program.ts";
import { tellDamages } from "./queue.ts";
import type { TimeOf } from "./time-option.ts";

interface InspectFlags {
  readonly config: string;
  readonly sink?: string;
  readonly limit: number;
  readonly from?: TimeOf;
  readonly grep?: string;
  readonly json?: true;
}

/** Prints lines that wait, oldest first. @returns 1 when some cannot be read */
export async function queueInspect(
  flags: InspectFlags,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const view = await openQueueView(flags.config);
  const damages = new DamageList(view);
  const filter = { fromMs: flags.from?.(systemClock.wallMs()), text: flags.grep };
  const lines: StoredLine[] = [];
  let hasMore = false;
  for await (const stored of linesOfQueue(view, { sink: flags.sink, all: false }, damages)) {
    signal.throwIfAborted();
    for (const line of eachLine(stored, filter)) {
      hasMore = lines.length === flags.limit;
      if (hasMore) break;
      lines.push(line);
    }
    if (hasMore) break;
  }
  if (flags.json === true) terminal.out.write(`${JSON.stringify(lines.map(asJson), undefined, 2)}\n`);
  else for (const line of lines) terminal.out.write(`${asText(line)}\n`);
  if (lines.length === 0 && flags.json !== true) terminal.err.write("no such line waits\n");
  if (hasMore) terminal.err.write(`more lines wait: --limit ${flags.limit * 10} shows more\n`);
  return tellDamages(terminal, damages);
}

const NO_TIME = "–".padEnd(timeText(0).length);

function asText({ timestampMs, text }: StoredLine): string {
  return `${timestampMs === undefined ? NO_TIME : timeText(timestampMs)}  ${visibleText(text)}`;
}

function asJson({ number, timestampMs, text }: StoredLine): unknown {
  return { time: timestampMs === undefined ? null : timeText(timestampMs), number, line: text };
}
