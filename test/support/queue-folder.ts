import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { silentLogger } from "../../src/base/index.ts";
import { type LineBatch, logFiles, openSinkQueues, textsOf } from "../../src/ingest/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { temporaryFiles } from "./program.ts";

/** The data directory of a service that is stopped, with a queue as the service itself writes it. */
export interface QueueFolderBench {
  /** Path of `snmpgate.yaml`. */
  readonly config: string;
  readonly dataDir: string;
  /** Appends batches, each as a record of its own; then each sink takes as many lines as said. */
  write(batches: readonly LineBatch[], taken?: Readonly<Record<string, number>>): Promise<void>;
  /** What a sink gets from the next start on: all lines. */
  rest(sink: string): Promise<string[]>;
  /** Names of the segments. */
  segments(): string[];
  /** Changes the octets of a file of the queue. */
  change(name: string, edit: (bytes: Buffer) => Buffer): void;
  /** Names and content of all files of the queue. */
  snapshot(): Record<string, string>;
}

/** @param segmentBytes  1 gives each record a segment of its own */
export function queueFolder(sinks: readonly string[], segmentBytes?: number): QueueFolderBench {
  const folder = temporaryFiles({
    "snmpgate.yaml": `
extensions: []
monitoringConfigurations: []
dataDir: data
listen: 127.0.0.1:0
sinks:
${sinks.map((name) => `  - { type: lines, name: ${name}, path: ${name}.txt }`).join("\n")}
`,
  });
  const dataDir = join(folder, "data");
  const queue = join(dataDir, "queue");
  const open = () =>
    openSinkQueues({
      files: logFiles(queue),
      clock: new FakeClock(),
      logger: silentLogger,
      sinks: sinks.map((name) => ({ name, bounds: { maxLines: 1e9, maxBytes: 1e9 } })),
      segmentBytes,
      sync: "never",
    });
  const close = async (queues: Awaited<ReturnType<typeof open>>): Promise<void> => {
    for (const sink of sinks) await queues.of(sink).close();
    await queues.log.close();
  };
  const names = (): string[] => readdirSync(queue).toSorted();
  return {
    config: join(folder, "snmpgate.yaml"),
    dataDir,
    write: async (batches, taken = {}) => {
      const queues = await open();
      for (const batch of batches) {
        queues.log.append(batch);
        await queues.log.written();
      }
      for (const [sink, lines] of Object.entries(taken)) {
        const batch = await queues.of(sink).take(lines, 1e9);
        if (batch?.lines !== lines) throw new Error(`${sink} got ${batch?.lines} lines instead of ${lines}`);
        await queues.of(sink).settle();
      }
      await close(queues);
    },
    rest: async (sink) => {
      const queues = await open();
      const lines: string[] = [];
      for (
        let batch = await queues.of(sink).take(1e6, 1e9);
        batch;
        batch = await queues.of(sink).take(1e6, 1e9)
      ) {
        lines.push(...textsOf(batch));
        await queues.of(sink).settle();
      }
      await close(queues);
      return lines;
    },
    segments: () => names().filter((name) => name.endsWith(".lines")),
    change: (name, edit) => writeFileSync(join(queue, name), edit(readFileSync(join(queue, name)))),
    snapshot: () =>
      Object.fromEntries(names().map((name) => [name, readFileSync(join(queue, name)).toString("base64")])),
  };
}
