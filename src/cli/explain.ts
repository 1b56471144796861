import {
  createNameService,
  deviceId,
  type Explanation,
  explainMetricOf,
  explanationText,
  formatFinding,
  openSnmp,
  prepareAdHoc,
  secretReader,
} from "../app/index.ts";
import { createLogger, systemClock } from "../base/index.ts";
import type { TraceEvent } from "../snmp/index.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { deviceOf } from "./device-options.ts";
import { parseEndpoint } from "./endpoint-argument.ts";
import { inFlagWords } from "./flag-words.ts";
import { EXIT, progressLine } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { varsOf } from "./vars.ts";

interface ExplainFlags extends DeviceFlags {
  readonly manifest: string;
  readonly config?: string;
  readonly featureSets?: readonly string[];
  readonly var: readonly string[];
  readonly intervalMs: number;
  readonly mibDir: readonly string[];
}

/** Events of two polls of a device; more than this tells nobody anything. */
const EVENTS_MAX = 20_000;

/** From a metric back to each packet, and forward to each row. */
export async function explain(
  host: string,
  metric: string,
  flags: ExplainFlags,
  context: CommandContext,
): Promise<number> {
  const { out, err } = context.terminal;
  const { ready, findings } = await prepareAdHoc({
    manifest: flags.manifest,
    config: flags.config,
    devices: flags.config === undefined ? [deviceOf(host, flags, context.env)] : [],
    featureSets: flags.featureSets ?? (flags.config === undefined ? ["all"] : undefined),
    vars: varsOf(flags.var),
    mibDirs: flags.mibDir,
    intervalMs: undefined,
    secrets: await secretReader(undefined, context.env),
  });
  for (const finding of findings) if (finding.severity === "error") err.write(`${formatFinding(finding)}\n`);
  if (ready === undefined) return EXIT.failed;
  const progress = progressLine(err);
  progress.show(`asking ${host} …`);
  let events: TraceEvent[] = [];
  const keep = (event: TraceEvent): void => {
    if (events.length < EVENTS_MAX) events.push(event);
  };
  try {
    const explanations = await explainMetricOf({
      prepared: ready,
      device: deviceId(parseEndpoint(host, 161)),
      metric,
      intervalMs: flags.intervalMs,
      clock: systemClock,
      logger: createLogger("warn"),
      names: createNameService(systemClock),
      open: openSnmp(systemClock, { traceOf: () => keep }),
      takeEvents: () => events.splice(0),
      signal: context.signal,
    });
    progress.clear();
    const wording = flags.config === undefined ? inFlagWords : (text: string) => text;
    const texts = explanations.map((one) => `${explanationText(one, ready.catalogue, wording).join("\n")}\n`);
    out.write(texts.join("\n"));
    return explanations.every(isWhole) ? EXIT.ok : EXIT.someDevicesFailed;
  } finally {
    progress.clear();
    events = [];
  }
}

const isWhole = ({ rows }: Explanation): boolean =>
  rows.length > 0 && rows.every(({ kind }) => kind === "line");
