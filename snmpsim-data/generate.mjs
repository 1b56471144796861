// Writes the invented devices of this folder: `node snmpsim-data/generate.mjs [folder]`. Deterministic: run again, nothing
// changes. linux-host.snmprec is not from here, it was recorded (README.md).
//
// Addresses are of the documentation ranges (RFC 5737, RFC 3849), MAC addresses locally administered or of the
// documentation range (RFC 7042), names and serial numbers made up.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { awkward } from "./generator/awkward.mjs";
import { accessSwitch, coreSwitch, distributionSwitch, secureSwitch, spareSwitch } from "./generator/switches.mjs";

const DEVICES = {
  "access-sw-1": accessSwitch,
  "core-sw-1": coreSwitch,
  "dist-sw-2": distributionSwitch,
  "secure-sw": secureSwitch,
  "spare-sw": spareSwitch,
  awkward,
};

const folder = process.argv[2] ?? import.meta.dirname;
for (const [name, make] of Object.entries(DEVICES)) {
  writeFileSync(join(folder, `${name}.snmprec`), make().text());
}
