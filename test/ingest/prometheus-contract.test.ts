import { createPrometheusSink, type LineBatch, type Sink, textsOf } from "../../src/ingest/index.ts";
import { Names } from "../../src/prometheus/index.ts";
import { httpSinkContract } from "../contract/http-sink.ts";
import { batchOf, textOf } from "../support/delivery-run.ts";
import { readWriteRequest, type WrittenSample } from "../support/remote-write.ts";

// The lines of the suite are points of one series at one time, which Prometheus has one value for. So each becomes a
// series of its own on the way to the sink, and is told by its value on the way back.

const LINE = /^test\.line(.*) gauge,(\d+) (\d+)$/;

function apart(batch: LineBatch): LineBatch {
  const texts = textsOf(batch).map((text) => text.replace(LINE, 'test.line$1,n="$2" gauge,$2 $3'));
  return batchOf(texts, batch.timestampMs);
}

const sendingApart = (sink: Sink): Sink => ({
  name: sink.name,
  maxBatchLines: sink.maxBatchLines,
  maxBatchBytes: sink.maxBatchBytes,
  maxAgeMs: sink.maxAgeMs,
  send: (batch, signal) => sink.send(apart(batch), signal),
  close: () => sink.close(),
});

function lineOf({ labels, value, timestampMs }: WrittenSample): string {
  const filler = labels.find(([name]) => name === "filler")?.[1] ?? "";
  return textOf(value, timestampMs, filler.replace(/["\\]/g, "\\$&"));
}

httpSinkContract("remote write", {
  path: "/api/v1/write",
  make: (options) =>
    sendingApart(
      createPrometheusSink({
        ...options,
        name: "prometheus",
        names: new Names(() => {}),
        infoOf: () => undefined,
      }),
    ),
  linesOf: ({ body }) => readWriteRequest(body).samples.map(lineOf),
  taken: () => ({ status: 204 }),
  // A 400 is about some samples and is looked into; any other is about the request.
  hopeless: { status: 422, body: "Nonsense, so to speak" },
});
