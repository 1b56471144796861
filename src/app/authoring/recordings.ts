import { readFile } from "node:fs/promises";
import type { RecordingJson } from "../../api/index.ts";
import { readSnmprec } from "../../simulator/index.ts";
import { renderText, SYS_DESCR } from "../../smi/index.ts";
import { DEMO_DATA, readDemoNetwork } from "../demo-devices.ts";

const ENDING = ".snmprec";

/** The recordings that come with the program, as previews name them, in the order of `devices.json`. */
export async function readRecordings(): Promise<readonly RecordingJson[]> {
  const { devices } = await readDemoNetwork();
  return await Promise.all(
    devices.map(async ({ recording, description }) => ({
      name: recording.slice(0, -ENDING.length),
      description,
      sysDescr: sysDescrOf(await readFile(new URL(recording, DEMO_DATA))),
    })),
  );
}

function sysDescrOf(recording: Uint8Array): string {
  const value = readSnmprec(recording).entries.find(({ oid }) => oid === SYS_DESCR)?.value;
  return (value && renderText(value, undefined)) ?? "";
}
