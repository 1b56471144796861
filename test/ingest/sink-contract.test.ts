import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Secret } from "../../src/base/index.ts";
import { createDynatraceSink, createLinesSink } from "../../src/ingest/index.ts";
import { sinkContract } from "../contract/sink.ts";
import { startIngestStub } from "../support/ingest-stub.ts";

sinkContract(
  "lines to standard output",
  async () => {
    const stdout = new PassThrough();
    let text = "";
    stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    return {
      sink: createLinesSink({ name: "stdout", stdout }),
      received: async () => text.split("\n").slice(0, -1),
      dispose: async () => {},
    };
  },
  { passingFailures: false },
);

sinkContract(
  "lines to a file",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "snmpgate-lines-"));
    // The file's folder is a file during the outage.
    const blocker = join(folder, "out");
    const path = join(blocker, "metrics.txt");
    return {
      sink: createLinesSink({ name: "file", path }),
      received: async () => (await readFile(path, "utf8").catch(() => "")).split("\n").slice(0, -1),
      outage: {
        begin: () => writeFile(blocker, ""),
        mend: () => rename(blocker, `${blocker}.gone`),
      },
      dispose: () => rm(folder, { recursive: true, force: true }),
    };
  },
  { passingFailures: true },
);

sinkContract(
  "the metric ingest API",
  async (clock) => {
    let down = false;
    const stub = await startIngestStub({
      token: "dt0c01.TEST",
      nowMs: () => clock.wallMs(),
      script: () => (down ? { status: 503 } : undefined),
    });
    return {
      sink: createDynatraceSink({
        name: "tenant",
        ingestUrl: stub.url,
        token: new Secret("dt0c01.TEST"),
        timeoutMs: 10_000,
        clock,
      }),
      received: async () => stub.received.map(({ text }) => text),
      outage: {
        begin: async () => {
          down = true;
        },
        mend: async () => {
          down = false;
        },
      },
      dispose: () => stub.close(),
    };
  },
  { passingFailures: true },
);
