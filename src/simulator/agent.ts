import { AppError, type Random, seededRandom } from "../base/index.ts";
import type { Varbind } from "../smi/index.ts";
import type { Faults } from "./faults.ts";
import { createMibView, type MibView } from "./mib-view.ts";
import type { Motions } from "./motion/motion.ts";
import {
  ERROR_STATUS,
  failure,
  type RequestPdu,
  type RequestType,
  type ResponsePdu,
  respond,
  tooBig,
} from "./pdu.ts";
import type { Recording } from "./recording.ts";
import type { V3User } from "./usm-keys.ts";

/** One virtual device. */
export interface AgentSpec {
  /** Names the device in `endpoints` and `stats()`, and is a community and a context name of it. */
  readonly name: string;
  readonly recording: Recording;
  /** Default: its name, and "public" when it has an endpoint of its own. */
  readonly communities?: readonly string[];
  /** Default: "1" and "2c", and "3" when a user is given. */
  readonly versions?: readonly ("1" | "2c" | "3")[];
  readonly user?: V3User;
  /** 5–32 octets (RFC 3411 §5); default derived from the name. On a shared port the first agent's counts. */
  readonly engineId?: Uint8Array;
  /** A further context name; an agent with an endpoint of its own also answers in the default context. */
  readonly contextName?: string;
  /** Values of this device alone, for instances of the recording, e.g. its sysName. */
  readonly overrides?: readonly Varbind[];
  /**
   * Values move with the clock; otherwise each stays as recorded. True: sysUpTime runs, and each counter grows at a
   * steady rate of its own; or motions of the recording, as `livelyMotions` makes them. Default false.
   */
  readonly moving?: boolean | Motions;
  readonly faults?: Faults;
}

export interface AgentStats {
  /** Requests that reached the agent's MIB: community or user were right. */
  readonly requests: number;
  readonly byType: Readonly<Record<RequestType, number>>;
  /** Datagrams sent, duplicates and garbage too. */
  readonly replies: number;
  /** Varbinds in answers, before faults. */
  readonly varbinds: number;
  readonly tooBig: number;
  /** Requests left without an answer by a fault: loss, freeze, silence. */
  readonly unanswered: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** The running counterpart of an AgentSpec. */
export interface Agent {
  readonly spec: AgentSpec;
  readonly view: MibView;
  /** Chance of this agent's faults, independent of how requests to other agents interleave. */
  readonly random: Random;
  readonly stats: { -readonly [K in keyof AgentStats]: AgentStats[K] } & {
    byType: Record<RequestType, number>;
  };
  faults: Faults;
}

export interface AnswerOptions {
  readonly version: "1" | "2c" | "3";
  readonly nowMs: number;
  readonly maxReplyBytes: number;
  /** Octets of the reply around the contents of its variable-bindings, at most. */
  readonly overheadBytes: number;
}

const SEEDS = 4_294_967_296;

/** @throws {AppError} `simulator.unknown-override`, `simulator.bad-agent` */
export function createAgent(spec: AgentSpec, random: Random): Agent {
  if (spec.name === "") {
    throw new AppError("simulator.bad-agent", "an agent has no name", { remedy: "Give each agent a name." });
  }
  const agent: Agent = {
    spec,
    view: createMibView({
      agent: spec.name,
      recording: spec.recording,
      overrides: spec.overrides ?? [],
      motions: motionsOf(spec),
      faults: () => agent.faults,
    }),
    random: seededRandom(Math.floor(random.next() * SEEDS)),
    stats: {
      requests: 0,
      byType: { get: 0, getNext: 0, getBulk: 0, set: 0 },
      replies: 0,
      varbinds: 0,
      tooBig: 0,
      unanswered: 0,
      bytesIn: 0,
      bytesOut: 0,
    },
    faults: spec.faults ?? {},
  };
  return agent;
}

const STILL: Motions = new Map();

function motionsOf({ moving = false, recording }: AgentSpec): Motions {
  if (typeof moving !== "boolean") return moving;
  return moving ? recording.motions : STILL;
}

/** Versions that the agent speaks. */
export function versionsOf(spec: AgentSpec): readonly ("1" | "2c" | "3")[] {
  return spec.versions ?? (spec.user === undefined ? ["1", "2c"] : ["1", "2c", "3"]);
}

/** What the agent's MIB answers, with the faults that show in the answer itself. */
export function answer(agent: Agent, request: RequestPdu, options: AnswerOptions): ResponsePdu {
  agent.stats.requests++;
  agent.stats.byType[request.type]++;
  const { faults } = agent;
  const response =
    faults.noGetBulk === true && request.type === "getBulk"
      ? failure(request, ERROR_STATUS.genErr, 1)
      : respond(request, agent.view, {
          version: options.version,
          nowMs: options.nowMs,
          skipCounter64: options.version === "1",
          budgetBytes: options.maxReplyBytes - options.overheadBytes,
          bulkVarbindsMax: faults.bulkVarbindsMax ?? Number.POSITIVE_INFINITY,
        });
  const limit = faults.tooBigAboveBytes;
  const fits = limit === undefined || response.varbindList.length + options.overheadBytes <= limit;
  const sent = fits ? response : tooBig(request, options.version);
  if (sent.errorStatus === ERROR_STATUS.tooBig) agent.stats.tooBig++;
  if (sent.errorStatus === ERROR_STATUS.noError) agent.stats.varbinds += sent.varbinds;
  return sent;
}

/** Whether a fault with this share of the replies strikes now. */
export function strikes(agent: Agent, ratio: number | undefined): boolean {
  return ratio !== undefined && ratio > 0 && agent.random.next() < ratio;
}
