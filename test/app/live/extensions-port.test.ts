import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "../../../src/api/index.ts";
import type { LiveExtensions } from "../../../src/app/extensions-port.ts";
import type { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { CALLER, element, idsOf, manifest, Place, portsOf } from "./live-setup.ts";

const NAME = "custom:live";
const PAGE = { offset: 0, limit: 100 };

let place: Place;
let live: LiveConfiguration;
let port: LiveExtensions;
let audit: string[];

async function open(more: Parameters<Place["open"]>[0] = {}): Promise<void> {
  live = await place.open(more);
  ({ extensions: port, audit } = portsOf(place, live));
}

beforeEach(async () => {
  place = new Place();
  await open();
});
afterEach(() => place.end());

const install = (text: string, validateOnly = false) => port.install(strToU8(text), { validateOnly }, CALLER);
const versions = (): string[] => (port.versions(NAME, PAGE)?.items ?? []).map(({ version }) => version);

async function refused(answer: Promise<unknown>): Promise<ApiError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test("an uploaded manifest is installed when the answer comes, and its configurations are in force", async () => {
  place.write("config/monitoring/a.json", element());
  const text = manifest("1.0.0");
  const answer = await install(text);
  expect(answer).toMatchObject({
    extensionName: NAME,
    version: "1.0.0",
    author: { name: "me" },
    dataSources: ["snmp"],
    featureSets: ["Ports"],
    featureSetsDetails: { Ports: { metrics: [{ key: "live.octets.count" }] } },
    fileHash: createHash("sha256").update(text).digest("hex"),
    variables: [{ name: "site", displayName: "Site", type: "text" }],
  });
  expect(port.get(NAME, "1.0.0")).toEqual(answer);
  expect(await port.manifestText(NAME, "1.0.0")).toBe(text);
  expect(readFileSync(place.path("config/extensions/custom_live-1.0.0.yaml"), "utf8")).toBe(text);
  expect(idsOf(live)).toEqual(["a"]);
  expect(audit).toEqual([`extension.install ${NAME} 1.0.0 by user:ada`]);
});

test("a name that is written like another one in a file's name replaces nothing", async () => {
  await install(manifest("1.0.0"));
  const other = await refused(install(manifest("1.0.0", { name: "custom_live" })));
  expect([other.status, other.code]).toEqual([409, "extension.file-taken"]);
  expect(await port.manifestText(NAME, "1.0.0")).toBe(manifest("1.0.0"));
});

test("a package is kept as the zip that it is", async () => {
  const zip = zipSync({ "extension.yaml": strToU8(manifest("1.0.0")) });
  const { fileHash } = await port.install(zip, { validateOnly: false }, CALLER);
  const kept = readFileSync(place.path("config/extensions/custom_live-1.0.0.zip"));
  expect(createHash("sha256").update(kept).digest("hex")).toBe(fileHash);
  expect(versions()).toEqual(["1.0.0"]);
});

test("a validation alone installs nothing", async () => {
  await install(manifest("1.0.0"), true);
  expect([versions(), audit]).toEqual([[], []]);
});

test("a manifest with errors is refused with all of them, a file that is no extension with its cause", async () => {
  const error = await refused(install("name: Wrong Name\nversion: one\n"));
  expect(error.status).toBe(400);
  expect(error.violations.length).toBeGreaterThan(2);
  expect(error.violations.map(({ path }) => path)).toContain("/version");
  const zip = await refused(port.install(zipSync({ a: strToU8("a") }), { validateOnly: true }, CALLER));
  expect([zip.status, zip.code]).toEqual([400, "extension.no-manifest"]);
});

test("a version that is installed is refused with 409, an eleventh version with 400", async () => {
  for (let minor = 0; minor < 10; minor++) await install(manifest(`1.${minor}.0`));
  expect((await refused(install(manifest("1.3.0")))).status).toBe(409);
  expect((await refused(install(manifest("2.0.0")))).code).toBe("extension.too-many");
  expect(versions()[0]).toBe("1.9.0");
});

test("versions are listed newest first, extensions with the active version or else the newest", async () => {
  for (const version of ["1.9.0", "1.10.0"]) await install(manifest(version));
  await install(manifest("3.0.0", { name: "custom:other" }));
  expect(versions()).toEqual(["1.10.0", "1.9.0"]);
  const listed = () => port.list(PAGE).items.map(({ version }) => version);
  expect(listed()).toEqual(["1.10.0", "3.0.0"]);
  await port.setActiveVersion(NAME, "1.9.0", CALLER);
  expect(listed()).toEqual(["1.9.0", "3.0.0"]);
  expect(port.list({ ...PAGE, name: "other" }).totalCount).toBe(1);
});

test("the active version stands in active.json, which may change from outside", async () => {
  await install(manifest("1.0.0"));
  await port.setActiveVersion(NAME, "1.0.0", CALLER);
  expect(JSON.parse(readFileSync(place.path("config/extensions/active.json"), "utf8"))).toEqual({
    [NAME]: "1.0.0",
  });
  expect((await refused(port.setActiveVersion(NAME, "9.0.0", CALLER))).status).toBe(404);
  place.replace("config/extensions/active.json", {});
  await live.refresh();
  expect(port.activeVersion(NAME)).toBeUndefined();
});

test("an extension that a configuration uses stays; with the last of them gone it can be removed", async () => {
  await install(manifest("1.0.0"));
  await port.setActiveVersion(NAME, "1.0.0", CALLER);
  place.write("config/monitoring/a.json", element());
  const error = await refused(port.remove(NAME, "1.0.0", CALLER));
  expect([error.status, error.message.includes("a")]).toEqual([409, true]);
  place.remove("config/monitoring/a.json");
  await port.remove(NAME, "1.0.0", CALLER);
  expect(existsSync(place.path("config/extensions/custom_live-1.0.0.yaml"))).toBe(false);
  expect([versions(), port.activeVersion(NAME)]).toEqual([[], undefined]);
});

test("an extension that the service file names is not removed by the API", async () => {
  const path = place.write("named.yaml", manifest("1.0.0"));
  await open({ extensions: [path] });
  expect((await refused(port.remove(NAME, "1.0.0", CALLER))).code).toBe("extension.named");
});

test("a manifest that is not installed is checked with all findings and their places", async () => {
  const findings = await port.check(Buffer.from("name: custom:x\nversion: one\n"));
  const version = findings.find(({ path }) => path === "/version");
  expect(version).toMatchObject({ severity: "error", line: 2 });
  expect(findings.every(({ file }) => file === "extension.yaml")).toBe(true);
});

test("a package is checked with the places in its manifest, and refused when there is none", async () => {
  const text = strToU8("name: custom:x\nversion: one\n");
  const bundle = zipSync({
    "extension.zip": zipSync({ "extension.yaml": text }),
    "extension.zip.sig": strToU8("signed"),
  });
  const findings = await port.check(bundle);
  expect(findings.find(({ path }) => path === "/version")).toMatchObject({
    file: "extension.zip!extension.zip!extension.yaml",
    line: 2,
  });
  const empty = await refused(port.check(zipSync({ a: strToU8("a") })));
  expect([empty.status, empty.code]).toEqual([400, "extension.no-manifest"]);
});
