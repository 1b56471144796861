// The stub of the ingest API: in C where there is a compiler, else in JavaScript, which costs some ten times as much.
import { fileURLToPath } from "node:url";
import { startChild } from "./children.mjs";
import { compiled } from "./compile.mjs";
import { cpuMsOf } from "./proc.mjs";

/** @returns {Promise<{ name, url, cpuMs(): number, stop(): Promise<{ lines, requests }> }>} */
export async function startEndpoint() {
  const binary = compiled("drain", "drain.c");
  const child =
    binary === undefined
      ? await startChild(process.execPath, [fileURLToPath(new URL("drain.mjs", import.meta.url))])
      : await startChild(binary, []);
  return {
    name: binary === undefined ? "drain.mjs" : "drain.c",
    url: `http://127.0.0.1:${child.first}/api/v2/metrics/ingest`,
    cpuMs: () => cpuMsOf(child.pid),
    stop: async () => {
      await child.stop();
      return JSON.parse(child.rest.at(-1));
    },
  };
}
