import {
  type AgentSpec,
  type Layout,
  livelyMotions,
  readRecordings,
  startSimulator,
  type V3User,
} from "../app/index.ts";
import { seededRandom, systemClock } from "../base/index.ts";
import { counted } from "./counted.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { usmUserOf } from "./device-options.ts";
import { EXIT, progressLine } from "./output.ts";
import type { CommandContext } from "./program.ts";

interface SimulateFlags extends Pick<DeviceFlags, "v3" | "auth" | "priv"> {
  readonly address: string;
  readonly port: number;
  readonly layout: Layout;
  readonly count?: number;
  readonly delayMs: number;
  readonly loss: number;
  readonly maxReplyBytes: number;
  readonly seed: number;
  readonly still?: true;
  readonly lively?: true;
}

/** Plays recordings until a signal; prints where each device listens, then what was asked. */
export async function simulate(
  paths: readonly string[],
  flags: SimulateFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal, signal } = context;
  const agents = await agentsOf(paths, flags, context);
  const simulator = await startSimulator({
    agents,
    address: flags.address,
    port: flags.port,
    layout: flags.layout,
    clock: systemClock,
    random: seededRandom(flags.seed),
    maxReplyBytes: flags.maxReplyBytes,
  });
  for (const { name, address, port } of simulator.endpoints.slice(0, SHOWN_MAX)) {
    const community = flags.layout === "shared-port" ? name : "public";
    terminal.out.write(
      `${address.includes(":") ? `[${address}]` : address}:${port} ${name} community ${community}\n`,
    );
  }
  const more = simulator.endpoints.length - SHOWN_MAX;
  if (more > 0) terminal.out.write(`and ${more} more\n`);
  const devices = counted(simulator.endpoints.length, "device");
  terminal.err.write(`${devices} listening; stop with Ctrl-C\n`);
  const progress = progressLine(terminal.err);
  const timer = setInterval(() => progress.show(counted(requestsOf(simulator), "request")), 1_000);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  clearInterval(timer);
  progress.clear();
  terminal.err.write(`${counted(requestsOf(simulator), "request")} answered for ${devices}\n`);
  await simulator.close();
  return EXIT.ok;
}

const SHOWN_MAX = 50;

async function agentsOf(
  paths: readonly string[],
  flags: SimulateFlags,
  context: CommandContext,
): Promise<AgentSpec[]> {
  const user: V3User | undefined = usmUserOf(flags, context.env);
  const recordings = await readRecordings(paths);
  for (const warning of recordings.flatMap(({ warnings }) => warnings))
    context.terminal.err.write(`${warning}\n`);
  const count = flags.count ?? recordings.length;
  // Copies of one recording move alike: a thousand have one set of motions.
  const motions = flags.lively === true ? livelyMotions(recordings) : [];
  return Array.from({ length: count }, (_, index) => {
    const place = index % recordings.length;
    const { name, recording } = recordings[place]!;
    return {
      name: flags.count === undefined ? name : `${name}-${index + 1}`,
      recording,
      moving: motions[place] ?? flags.still !== true,
      faults: { lossRatio: flags.loss, delayMs: flags.delayMs },
      ...(user === undefined ? {} : { user }),
    };
  });
}

function requestsOf(simulator: Awaited<ReturnType<typeof startSimulator>>): number {
  let requests = 0;
  for (const agent of simulator.stats().agents.values()) requests += agent.requests;
  return requests;
}
