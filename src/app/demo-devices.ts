import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError } from "../base/index.ts";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../simulator/index.ts";

const device = z.strictObject({
  name: z.string(),
  /** File beside devices.json. */
  recording: z.string().endsWith(".snmprec"),
  description: z.string(),
  /** False: it is there, but whoever looks at the demo is to add it. */
  polled: z.boolean().default(true),
  versions: z.array(z.enum(["1", "2c", "3"])).min(1),
  communities: z.array(z.string()),
  /** Needed for version 3. These protect nothing: the devices are simulated. */
  user: z
    .strictObject({
      name: z.string(),
      auth: z.strictObject({ protocol: z.enum(AUTH_PROTOCOLS), password: z.string() }),
      priv: z.strictObject({ protocol: z.enum(PRIV_PROTOCOLS), password: z.string() }),
    })
    .optional(),
  /** Those of extension.yaml that the device has something for. */
  featureSets: z.array(z.string()),
});

const devicesFile = z.strictObject({
  extension: z.string(),
  /** What is plugged into what: a device and the ifName of its port at either end. */
  cables: z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])),
  /** Port channels with their members, by ifName. */
  bundles: z.array(z.strictObject({ device: z.string(), port: z.string(), members: z.array(z.string()) })),
  devices: z.array(device).min(1),
});

/** How the demo plays and polls a device: an entry of `snmpsim-data/devices.json`. */
export type DemoDevice = z.infer<typeof device>;

/** The folder of the recordings that come with the program. */
export const DEMO_DATA = new URL("../../snmpsim-data/", import.meta.url);

/** The devices of the demo, and how they hang together. */
export type DemoNetwork = Pick<z.infer<typeof devicesFile>, "devices" | "cables" | "bundles">;

/** @throws {AppError} `app.demo-data` when the file that comes with the program is damaged */
export async function readDemoNetwork(): Promise<DemoNetwork> {
  const path = fileURLToPath(new URL("devices.json", DEMO_DATA));
  const read = devicesFile.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (read.success) return read.data;
  throw new AppError("app.demo-data", `${path} is damaged: ${z.prettifyError(read.error)}`, {
    remedy: "Restore the file, or install the program again.",
    cause: read.error,
  });
}
