import { type Demo, startDemo } from "../app/index.ts";
import { systemClock, systemRandom } from "../base/index.ts";
import { access, dashboard, statusLine } from "./dashboard.ts";
import { parseEndpoint } from "./endpoint-argument.ts";
import { EXIT, type Terminal } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { clip } from "./table.ts";
import { usage } from "./usage.ts";

interface DemoFlags {
  readonly for?: string;
  readonly intervalMs: number;
  readonly listen?: string;
  readonly empty?: true;
}

const REDRAW_MS = 1_000;
const PLAIN_LINE_MS = 5_000;

/**
 * Simulated switches and the real service in one process, until the time is over or a signal comes.
 * @returns 0 when every device was OK at the end
 */
export async function demo(flags: DemoFlags, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  const forMs = flags.for === undefined ? undefined : durationMs(flags.for);
  const listen = flags.listen === undefined ? undefined : ownAddress(flags.listen);
  terminal.err.write("starting simulated switches …\n");
  const running = await startDemo({
    intervalMs: flags.intervalMs,
    listen,
    empty: flags.empty,
    host: { clock: systemClock, random: systemRandom, env: context.env, stdout: terminal.out },
  });
  const screen = terminal.out.isTTY ? liveScreen(terminal, running) : plainLines(terminal, running);
  try {
    await waitFor(forMs, signal);
  } finally {
    screen.stop();
    await running.stop();
  }
  const topology = await running.service.topology();
  const last = dashboard(running, topology, { atMs: systemClock.wallMs(), ended: true });
  terminal.out.write(`${last.join("\n")}\n`);
  return running.service.devices().every(({ verdict }) => verdict.code === "OK")
    ? EXIT.ok
    : EXIT.someDevicesFailed;
}

const USUAL_PORT = 9_999;
const OWN_HOST = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/;

/** The demo's link holds a password: it must not cross a network in clear text. */
function ownAddress(text: string): { readonly host: string; readonly port: number } {
  const address = parseEndpoint(text, USUAL_PORT);
  if (OWN_HOST.test(address.host)) return address;
  throw usage(
    `--listen ${text} is an address that other hosts reach, and the demo has no TLS.`,
    `Listen on 127.0.0.1, and come from elsewhere by ssh -L ${address.port}:127.0.0.1:${address.port}.`,
  );
}

/** `20s`, `2m`, `1h` or bare seconds. */
function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text);
  if (match === null) throw usage(`--for "${text}" is not a time.`, "For example --for 20s or --for 2m.");
  return Number(match[1]) * { s: 1_000, m: 60_000, h: 3_600_000 }[match[2] ?? "s"]!;
}

async function waitFor(ms: number | undefined, signal: AbortSignal): Promise<void> {
  const untilMs = ms === undefined ? Number.POSITIVE_INFINITY : systemClock.monotonicMs() + ms;
  await systemClock.sleepUntil(untilMs, signal).catch(() => undefined);
}

interface Screen {
  stop(): void;
}

/** Redraws in place on the alternate screen; the last state stays visible when the demo ends. */
function liveScreen({ out }: Terminal, running: Demo): Screen {
  out.write("\u001B[?1049h\u001B[?25l");
  const draw = async (): Promise<void> => {
    const topology = await running.service.topology();
    const lines = dashboard(running, topology, { atMs: systemClock.wallMs(), ended: false });
    const shown = lines.slice(0, out.rows - 1).map((line) => `${clip(line, out.columns)}\u001B[K`);
    out.write(`\u001B[H${shown.join("\n")}\u001B[J`);
  };
  void draw();
  const timer = setInterval(() => void draw(), REDRAW_MS);
  return {
    stop: () => {
      clearInterval(timer);
      out.write("\u001B[?1049l\u001B[?25h");
    },
  };
}

function plainLines({ out, err }: Terminal, running: Demo): Screen {
  err.write(`${access(running).join("\n")}\n`);
  const startedMs = systemClock.monotonicMs();
  const tell = async (): Promise<void> => {
    const topology = await running.service.topology();
    out.write(`${statusLine(running, topology, systemClock.monotonicMs() - startedMs)}\n`);
  };
  const timer = setInterval(() => void tell(), PLAIN_LINE_MS);
  return { stop: () => clearInterval(timer) };
}
