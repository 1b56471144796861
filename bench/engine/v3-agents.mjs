// Agents that speak v2c and v3 for the engine bench: our own simulator in a process of its own. Messages: the job
// `{ count, recording, user, maxReplyBytes }`, answered with the endpoints; then `{}`, answered with the totals.
import process from "node:process";
import { Secret, seededRandom, systemClock } from "../../dist/base/index.js";
import { loadRecording, startSimulator } from "../../dist/simulator/index.js";

let simulator;
process.on("message", (message) => {
  void (simulator === undefined ? start(message) : Promise.resolve(totals())).then((answer) =>
    process.send(answer),
  );
});
process.on("SIGTERM", () => process.exit(0));

async function start({ count, recording: file, user, maxReplyBytes }) {
  const { recording } = await loadRecording(file);
  simulator = await startSimulator({
    agents: Array.from({ length: count }, (_, i) => ({
      name: `switch-${i + 1}`,
      recording,
      moving: true,
      user: { name: user.name, auth: secret(user.auth), priv: secret(user.priv) },
    })),
    layout: "port-per-agent",
    clock: systemClock,
    random: seededRandom(1),
    maxReplyBytes,
  });
  return { endpoints: simulator.endpoints.map(({ address, port }) => ({ address, port })) };
}

function secret({ protocol, password }) {
  return { protocol, password: new Secret(password) };
}

function totals() {
  const sum = { pdus: 0, varbinds: 0, bytes: 0 };
  for (const { requests, varbinds, bytesOut } of simulator.stats().agents.values()) {
    sum.pdus += requests;
    sum.varbinds += varbinds;
    sum.bytes += bytesOut;
  }
  return sum;
}
