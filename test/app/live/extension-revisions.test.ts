import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LiveExtensions } from "../../../src/app/extensions-port.ts";
import type { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { CALLER, codesOf, element, idsOf, manifest, Place, portsOf } from "./live-setup.ts";

const NAME = "custom:live";
const VERSION = "1.0.0";
const FILE = "config/extensions/live.yaml";
const FIRST = manifest(VERSION);
const SECOND = `${FIRST}# edited\n`;

let place: Place;
let live: LiveConfiguration;
let port: LiveExtensions;
let audit: string[];

beforeEach(async () => {
  place = new Place();
  place.write(FILE, FIRST);
  live = await place.open();
  ({ extensions: port, audit } = portsOf(place, live));
});
afterEach(() => place.end());

const revisions = async () => (await port.revisions(NAME, VERSION))!;
const restore = (revision: string) => port.restore(NAME, VERSION, revision, CALLER);

test("a manifest that was edited in place can be read and put back as it was", async () => {
  expect(await revisions()).toEqual([]);
  place.replace(FILE, SECOND);
  await live.refresh();
  const [first] = await revisions();
  expect(first).toMatchObject({ by: "file" });
  expect(await port.revisionText(NAME, VERSION, first!.revision)).toBe(FIRST);
  const restored = await restore(first!.revision);
  expect(restored.fileHash.slice(0, 16)).toBe(first!.revision);
  expect(await port.manifestText(NAME, VERSION)).toBe(FIRST);
  expect(audit).toEqual([`extension.restore ${NAME} ${VERSION} ${first!.revision} by user:ada`]);
  expect((await revisions()).map(({ by }) => by)).toEqual(["file", "file"]);
});

test("a version that was removed comes back, and its configurations with it", async () => {
  await port.remove(NAME, VERSION, CALLER);
  place.write("config/monitoring/a.json", element());
  await live.refresh();
  await live.refresh();
  expect(idsOf(live)).toEqual([]);
  await restore((await revisions())[0]!.revision);
  expect(idsOf(live)).toEqual(["a"]);
});

test("a package is not changed to what was kept of it: 409 with what to do", async () => {
  const zip = (text: string): Uint8Array => zipSync({ "extension.yaml": strToU8(text) });
  await port.remove(NAME, VERSION, CALLER);
  await port.install(zip(SECOND), { validateOnly: false }, CALLER);
  await expect(restore((await revisions())[0]!.revision)).rejects.toMatchObject({
    status: 409,
    code: "extension.package",
  });
});

test("an unknown version or revision is no server error", async () => {
  expect(await port.revisions(NAME, "9.0.0")).toBeUndefined();
  await expect(restore("0000000000000000")).rejects.toMatchObject({ status: 404 });
});

test("an eleventh version among the files is named and not used, and the others are", async () => {
  for (let i = 0; i < 10; i++) place.write(`config/extensions/v${i}.yaml`, manifest(`1.1.${i}`));
  await live.refresh();
  expect(live.installed.map(({ manifest: { version } }) => version)).toEqual([
    VERSION,
    ...Array.from({ length: 9 }, (_, i) => `1.1.${i}`),
  ]);
  const { problems } = live.current();
  expect(problems).toMatchObject([
    {
      code: "config.too-many-extensions",
      severity: "warning",
      message: expect.stringContaining("more than 10 versions of custom:live: custom:live 1.1.9 is not used"),
    },
  ]);
  place.remove("config/extensions/v0.yaml");
  await live.refresh();
  expect(codesOf(live)).toEqual([]);
  expect(live.installed.length).toBe(10);
});
