import { readFile } from "node:fs/promises";
import type { SuppliedManifestJson } from "../api/index.ts";
import { AppError } from "../base/index.ts";
import { loadManifest } from "../manifest/index.ts";
import { DEMO_DATA } from "./demo-devices.ts";

/** The manifest for switches that comes along, and that the demo polls with. */
export const SUPPLIED_MANIFEST = new URL("../extension.yaml", DEMO_DATA);

/** @throws {AppError} `app.supplied-manifest` when the file that comes with the program is damaged */
export async function readSuppliedManifest(): Promise<SuppliedManifestJson> {
  const text = await readFile(SUPPLIED_MANIFEST, "utf8");
  const { value } = loadManifest(text);
  if (value !== undefined) return { name: value.name, version: value.version, text };
  throw new AppError("app.supplied-manifest", `${SUPPLIED_MANIFEST.pathname} is damaged`, {
    remedy: "Install snmpgate anew, or upload a manifest of your own.",
  });
}
