import type { Logger } from "../base/index.ts";
import { type PollPlan, tasksByDevice } from "../plan/index.ts";
import { judge, type Verdict } from "../store/index.ts";
import {
  type Entity,
  EntityGraph,
  mapTopology,
  type Relationship,
  TopologyCache,
} from "../topology/index.ts";
import type { AdHocPlan } from "./adhoc.ts";
import { DeviceSession, type SessionHost } from "./device-session.ts";
import { limiter } from "./limiter.ts";
import { whyNoLines } from "./no-lines.ts";
import { NoteLog } from "./note-log.ts";
import { Pipeline, type PollOutcome } from "./pipeline.ts";

export interface PollOnceOptions extends SessionHost {
  readonly prepared: AdHocPlan;
  /** How often to poll everything. */
  readonly polls: number;
  /** From the start of one round to the start of the next. */
  readonly intervalMs: number;
  readonly logger: Logger;
  /** Called after each round with its outcomes in plan order; the round that was cut short has fewer. */
  readonly onRound: (round: number, outcomes: readonly PollOutcome[]) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface PollReport {
  readonly devices: readonly {
    readonly id: string;
    readonly address: string | undefined;
    readonly name: string | undefined;
    readonly verdict: Verdict;
    readonly lines: number;
    /** Why there is not one line, when there is not. */
    readonly whyNoLines: readonly string[];
  }[];
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
  /** The signal came before the last round was over. */
  readonly interrupted: boolean;
}

/** Devices side by side; each is one slow conversation, so many may wait at once. */
const DEVICES_AT_ONCE = 64;

/**
 * Polls every device a given number of times: each round in plan order, devices side by side, the groups of one
 * device together. Device failures are in the report; an abort ends the polls, and the report tells of what
 * came until then.
 */
export async function pollOnce(options: PollOnceOptions): Promise<PollReport> {
  const { prepared, clock, logger, signal } = options;
  const graph = new EntityGraph();
  const cache = new TopologyCache();
  const pipeline = new Pipeline({
    clock,
    logger,
    notes: new NoteLog(logger),
    deliver: ({ samples }) => graph.apply(mapTopology(prepared.rules, samples, cache)),
    keepsBatches: true,
  });
  const members = prepared.plans.flatMap((plan) => membersOf(plan, options));
  const turn = limiter(DEVICES_AT_ONCE);
  const startMs = clock.monotonicMs();
  const latest = new Map<Member, readonly PollOutcome[]>();
  const lines = new Map<Member, number>();
  try {
    for (let round = 1; round <= options.polls; round++) {
      await untilDue(startMs + (round - 1) * options.intervalMs, options);
      if (signal?.aborted) break;
      const outcomes = await Promise.all(
        members.map((member) =>
          turn(async () => {
            const own = await pollDevice(member, pipeline, signal);
            if (own.length > 0) latest.set(member, own);
            lines.set(
              member,
              own.reduce((sum, { batch }) => sum + batch.lines, lines.get(member) ?? 0),
            );
            return own;
          }),
        ),
      );
      options.onRound(round, outcomes.flat());
    }
    graph.linkByProperties(prepared.rules.propertyRelations, clock.wallMs());
  } finally {
    for (const { session } of members) session.close();
  }
  return {
    devices: members.map((member) => stateOf(member, latest.get(member) ?? [], lines.get(member) ?? 0)),
    entities: graph.entities(),
    relationships: graph.relationships(),
    interrupted: signal?.aborted === true,
  };
}

interface Member {
  readonly session: DeviceSession;
  readonly tasks: PollPlan["tasks"];
}

function membersOf(plan: PollPlan, options: PollOnceOptions): Member[] {
  const tasksOf = tasksByDevice(plan);
  return plan.devices.map((device) => ({
    session: new DeviceSession(device, plan.configurationId, options),
    tasks: tasksOf.get(device.id) ?? [],
  }));
}

/** An abort ends the wait, too; the caller asks the signal. */
async function untilDue(atMs: number, { clock, signal }: PollOnceOptions): Promise<void> {
  await clock.sleepUntil(atMs, signal).catch((error: unknown) => {
    if (signal?.aborted !== true) throw error;
  });
}

/** @returns nothing when `signal` aborted before the device was through */
async function pollDevice(
  member: Member,
  pipeline: Pipeline,
  signal: AbortSignal | undefined,
): Promise<PollOutcome[]> {
  try {
    return await pipeline.run(member.tasks, member.session, { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    return [];
  }
}

function stateOf(
  member: Member,
  outcomes: readonly PollOutcome[],
  lines: number,
): PollReport["devices"][number] {
  const identity = outcomes.find((outcome) => outcome.identity !== undefined)?.identity;
  return {
    id: member.session.device.id,
    address: identity?.address,
    name: identity?.name,
    verdict: judge(outcomes.map(({ report }) => report)),
    lines,
    whyNoLines: lines > 0 ? [] : whyNoLines(outcomes),
  };
}
