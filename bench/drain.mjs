// A stub of the metric ingest API that only counts: node bench/drain.mjs → prints its port, on SIGTERM its totals.
import { createServer } from "node:http";

let lines = 0;
let requests = 0;
const server = createServer((request, response) => {
  let own = 0;
  let last = 10;
  request.on("data", (chunk) => {
    for (const byte of chunk) if (byte === 10) own += 1;
    last = chunk.at(-1);
  });
  request.on("end", () => {
    if (last !== 10) own += 1;
    lines += own;
    requests += 1;
    response.writeHead(202, { "content-type": "application/json" });
    response.end(`{"linesOk":${own},"linesInvalid":0,"error":null,"warnings":null}`);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.on("SIGTERM", () => {
  process.stdout.write(`${JSON.stringify({ lines, requests })}\n`);
  process.exit(0);
});
