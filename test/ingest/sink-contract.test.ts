import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Secret } from "../../src/base/index.ts";
import { createDynatraceSink, createLinesSink } from "../../src/ingest/index.ts";
import { httpSinkContract } from "../contract/http-sink.ts";
import { sinkContract } from "../contract/sink.ts";
import type { PeerAnswer, PeerRequest } from "../support/http-peer.ts";

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
      reopen: () => createLinesSink({ name: "stdout", stdout }),
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
      reopen: () => createLinesSink({ name: "file", path }),
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

httpSinkContract("the metric ingest API", {
  path: "/api/v2/metrics/ingest",
  make: (options) =>
    createDynatraceSink({
      ...options,
      name: "tenant",
      ingestUrl: options.url,
      token: new Secret("dt0c01.TEST"),
    }),
  linesOf: ({ body }) => body.toString("utf8").split("\n"),
  taken: (request) => validation(request, []),
  takenInPart: validation,
  // Any other 4xx too, but this one must not be mistaken for a validation answer.
  hopeless: { status: 400, body: { error: { code: 400, message: "no" } } },
});

/** The answer of the API as its documentation has it. */
function validation({ body }: PeerRequest, rejected: readonly number[]): PeerAnswer {
  const linesOk = body.toString("utf8").split("\n").length - rejected.length;
  if (rejected.length === 0)
    return { status: 202, body: { linesOk, linesInvalid: 0, error: null, warnings: null } };
  const invalidLines = rejected.map((index) => ({ line: index + 1, error: "no" }));
  const error = { code: 400, message: "invalid lines", invalidLines };
  return { status: 400, body: { linesOk, linesInvalid: rejected.length, error, warnings: null } };
}
