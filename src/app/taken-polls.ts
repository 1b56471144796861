import { glanceAt } from "../glance/index.ts";
import type { TaskReport } from "../store/index.ts";
import type { PollRecord, ShardEvents, TaskName } from "./shard-events.ts";
import { fromPlain, type PollsMessage } from "./shard-messages.ts";

/** Tells what a thread has told. @param names  tasks by number; takes the new ones of the message */
export function takePolls(message: PollsMessage, names: TaskName[], events: ShardEvents): void {
  const { lines, checks, skips } = message;
  for (const [number, task] of message.names) names[number] = task;
  for (const { device, check, atMs } of checks) events.checked(device, check, atMs);
  if (lines.lines > 0) events.lines(lines);
  message.tasks.forEach((number, position) => events.polled(recordAt(message, position, names[number]!)));
  for (const { task, ticks } of skips) events.skipped(names[task]!, ticks);
}

function recordAt(message: PollsMessage, at: number, task: TaskName): PollRecord {
  const { reports, identities, startedAtMs, durationMs, lineCounts } = message;
  const report = reports.get(at);
  return {
    task,
    identity: identities.get(at),
    report: report === undefined ? plainlyDone(task) : fromPlain(report),
    startedAtMs: startedAtMs[at]!,
    durationMs: durationMs[at]!,
    latenessMs: message.latenessMs[at]!,
    glance: glanceAt(message.glances, at),
    lines: lineCounts[at]!,
    more: message.more[at] === 1,
  };
}

const plainlyDone = ({ group }: TaskName): TaskReport => ({
  group,
  outcome: "done",
  error: undefined,
  missing: NONE,
  late: false,
});

const NONE: readonly string[] = [];
