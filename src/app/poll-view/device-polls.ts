import type { PollResult } from "../../poll/index.ts";
import type { Oid } from "../../smi/index.ts";
import type { SnmpClient, SnmpError } from "../../snmp/index.ts";
import type { PollOutcome } from "../pipeline.ts";
import type { AbsentLists } from "./absent-lists.ts";
import { type PollRound, PollRounds } from "./poll-rounds.ts";

/** What the last poll of one task left out, as far as somebody may ask for it. */
export interface TaskMemory {
  readonly taskId: string;
  atMs: number;
  durationMs: number;
  outcome: PollResult["outcome"];
  error: SnmpError | undefined;
  lines: number;
  /** Planned objects that the device says it does not have. */
  absent: readonly Oid[];
  /** Cut columns and unread scalars; empty most of the time, and then one object for all. */
  incomplete: ReadonlyMap<Oid, SnmpError>;
  failures: ReadonlyMap<Oid, SnmpError>;
  /** Rows that a filter kept back. */
  filteredRows: number;
  /** By metric key: an example of a value that is no number. */
  notANumber: ReadonlyMap<string, { readonly count: number; readonly example: string }>;
}

const NONE: ReadonlyMap<never, never> = new Map<never, never>();

/** What is kept of how the polls of one device went; made with its first round. */
export class DevicePolls {
  readonly #rounds = new PollRounds();
  /** A device has one to a few. */
  #tasks: readonly TaskMemory[] = [];
  #client: SnmpClient | undefined;
  #requests = 0;
  #retries = 0;
  #timeouts = 0;
  /** From when the last round was due to when it began. */
  latenessMs = 0;

  /** @param client  that asked; its counters go on from the round before, so rounds that overlap share them somehow */
  note(outcomes: readonly PollOutcome[], client: SnmpClient | undefined, lists: AbsentLists): void {
    const [first] = outcomes;
    if (first === undefined) return;
    let lines = 0;
    for (const outcome of outcomes) {
      lines += outcome.batch.lines;
      this.#noteTask(outcome, lists);
    }
    const before = { requests: this.#requests, retries: this.#retries, timeouts: this.#timeouts };
    const isOther = client !== this.#client;
    this.#count(client);
    const since = (now: number, then: number): number => (isOther ? now : Math.max(0, now - then));
    this.#rounds.add(
      first.startedAtMs,
      first.durationMs,
      lines,
      outcomeOf(outcomes),
      since(this.#requests, before.requests),
      since(this.#retries, before.retries),
      since(this.#timeouts, before.timeouts),
    );
  }

  rounds(): PollRound[] {
    return this.#rounds.list();
  }

  task(taskId: string): TaskMemory | undefined {
    return this.#tasks.find((task) => task.taskId === taskId);
  }

  /** Of tasks that are no longer polled nothing is kept. */
  keep(isPolled: (taskId: string) => boolean): void {
    this.#tasks = this.#tasks.filter(({ taskId }) => isPolled(taskId));
  }

  #count(client: SnmpClient | undefined): void {
    this.#client = client;
    const stats = client?.stats();
    this.#requests = stats?.requests ?? 0;
    this.#retries = stats?.retries ?? 0;
    this.#timeouts = stats?.timeouts ?? 0;
  }

  #noteTask(
    { task, report, batch, unread, notes, startedAtMs, durationMs }: PollOutcome,
    lists: AbsentLists,
  ): void {
    const memory = this.task(task.id) ?? this.#add(task.id);
    memory.atMs = startedAtMs;
    memory.durationMs = durationMs;
    memory.outcome = report.outcome;
    memory.error = report.error;
    memory.lines = batch.lines;
    memory.incomplete = unread?.incomplete ?? NONE;
    memory.failures = unread?.failures ?? NONE;
    memory.filteredRows = notes?.filteredOutRows ?? 0;
    memory.notANumber = notes === undefined || notes.notANumber.size === 0 ? NONE : notes.notANumber;
    // A device that is silent has said nothing of what it does not have.
    if (report.outcome !== "failed" && unread !== undefined)
      memory.absent = lists.listOf(unread.absent, memory.absent);
  }

  #add(taskId: string): TaskMemory {
    const memory: TaskMemory = {
      taskId,
      atMs: 0,
      durationMs: 0,
      outcome: "done",
      error: undefined,
      lines: 0,
      absent: [],
      incomplete: NONE,
      failures: NONE,
      filteredRows: 0,
      notANumber: NONE,
    };
    this.#tasks = this.#tasks.concat(memory);
    return memory;
  }
}

function outcomeOf(outcomes: readonly PollOutcome[]): PollRound["outcome"] {
  let failed = 0;
  let done = 0;
  for (const { report } of outcomes) {
    if (report.outcome === "failed") failed += 1;
    else if (report.outcome === "done") done += 1;
  }
  if (done === outcomes.length) return "done";
  return failed === outcomes.length ? "failed" : "partial";
}
