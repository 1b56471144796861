// A stub of the metric ingest API that only counts: node bench/drain.mjs → prints its port, on SIGTERM its totals.
import { createServer } from "node:http";

const NEWLINE = 10;
const HASH = 0x23;
let lines = 0;
let bytes = 0;
let requests = 0;
const server = createServer((request, response) => {
  let own = 0;
  let first;
  let last = NEWLINE;
  request.on("data", (chunk) => {
    first ??= chunk[0];
    own += newlinesIn(chunk);
    bytes += chunk.length;
    last = chunk.at(-1);
  });
  request.on("end", () => {
    if (last !== NEWLINE) own += 1;
    if (first !== HASH) lines += own; // metadata comes in requests of its own and is no data
    requests += 1;
    response.writeHead(202, { "content-type": "application/json" });
    response.end(`{"linesOk":${own},"linesInvalid":0,"error":null,"warnings":null}`);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.on("SIGTERM", () => {
  process.stdout.write(`${JSON.stringify({ lines, bytes, requests })}\n`);
  process.exit(0);
});

/** By a search from line to line: looking at each byte would take more of the machine than the program under test. */
function newlinesIn(chunk) {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
