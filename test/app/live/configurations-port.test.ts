import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "../../../src/api/index.ts";
import type { LiveConfigurations } from "../../../src/app/configurations-port.ts";
import type { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import {
  CALLER,
  COMMUNITY,
  device,
  element,
  hostsOf,
  idsOf,
  manifest,
  Place,
  portsOf,
  value,
} from "./live-setup.ts";

const NAME = "custom:live";
const PAGE = { offset: 0, limit: 100 };

let place: Place;
let live: LiveConfiguration;
let port: LiveConfigurations;
let audit: string[];

async function open(more: Parameters<Place["open"]>[0] = {}): Promise<void> {
  live = await place.open(more);
  ({ configurations: port, audit } = portsOf(place, live));
}

beforeEach(async () => {
  place = new Place();
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  place.write("config/monitoring/a.json", element({ ips: ["192.0.2.1", "192.0.2.2"] }));
  await open();
});
afterEach(() => place.end());

const fresh = (parts: Parameters<typeof value>[0] = {}): unknown => ({
  scope: "ag_group-default",
  value: value(parts),
});
const create = (...elements: unknown[]) => port.create(NAME, elements, { validateOnly: false }, CALLER);
const textOf = (name: string): string => readFileSync(place.path(name), "utf8");

async function refused(answer: Promise<unknown>): Promise<ApiError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test("what is created is in force when the answer comes, in a file for the owner alone, secrets encrypted", async () => {
  const [answer] = await create(fresh({ ips: ["192.0.2.50"] }));
  expect(answer).toEqual({ code: 200, objectId: "made-1", warnings: [] });
  expect(hostsOf(live, "made-1")).toEqual(["192.0.2.50"]);
  const text = textOf("config/monitoring/made-1.json");
  expect(text).not.toContain(COMMUNITY);
  expect(text).toContain("enc:v1:");
  expect(statSync(place.path("config/monitoring/made-1.json")).mode & 0o777).toBe(0o600);
  const { credentials } = live.current().activations.at(-1)!.configuration.devices[0]!;
  expect(credentials.version === "2c" && credentials.community.reveal()).toBe(COMMUNITY);
  expect(audit).toEqual([`configuration.create ${NAME} made-1 by user:ada`]);
});

test("each element gets its own answer, with pointers below value", async () => {
  const answers = await create(
    fresh({ vars: { site: "NOT lower" }, featureSets: ["Unknown"] }),
    fresh({ featureSets: ["Unknown"] }),
    { value: value() },
    7,
  );
  expect(answers.map(({ code }) => code)).toEqual([400, 200, 400, 400]);
  const paths = answers.map((answer) =>
    (answer.code === 200 ? answer.warnings : answer.error.constraintViolations).map(
      ({ path, message }) => `${message.slice(0, 4)} ${path}`,
    ),
  );
  expect(paths).toEqual([["C004 /vars/site"], ["C101 /featureSets/0"], ["C001 /scope"], ["C001 "]]);
});

test("a validation alone writes nothing", async () => {
  const answers = await port.create(NAME, [fresh(), {}], { validateOnly: true }, CALLER);
  expect(answers.map(({ code }) => code)).toEqual([200, 400]);
  expect([idsOf(live), audit]).toEqual([["a"], []]);
});

test("an extension that is not installed is answered with 404, another version with C003", async () => {
  const [unknown] = await port.create("custom:none", [fresh()], { validateOnly: false }, CALLER);
  expect(unknown!.code).toBe(404);
  const [version] = await create(fresh({ version: "7.0.0" }));
  expect(version!.code === 400 && version!.error.constraintViolations[0]!.message).toMatch(/^C003 /);
});

test("the 101st configuration of an extension is refused (C008)", async () => {
  for (let i = 0; i < 98; i++) place.write(`config/monitoring/n${i}.json`, element());
  const answers = await create(fresh(), fresh());
  expect(answers.map(({ code }) => code)).toEqual([200, 400]);
});

test("secrets are masked in answers, and a mask that comes back keeps what is stored", async () => {
  const { value: shown, revision } = port.get(NAME, "a")!;
  expect(JSON.stringify(shown)).not.toContain(COMMUNITY);
  expect(JSON.stringify(shown)).toContain("***");
  const changed = { ...(shown as object), description: "new words" };
  const after = await port.replace(NAME, "a", changed, { ifRevision: revision }, CALLER);
  expect(after.revision).not.toBe(revision);
  const { configuration } = live.current().activations[0]!;
  expect(configuration.description).toBe("new words");
  const { credentials } = configuration.devices[1]!;
  expect(credentials.version === "2c" && credentials.community.reveal()).toBe(COMMUNITY);
});

test("a mask for a device that has nothing stored is refused, and the device named", async () => {
  const devices = [device("192.0.2.77", "***")];
  const error = await refused(port.replace(NAME, "a", { ...value(), snmp: { devices } }, {}, CALLER));
  expect(error.status).toBe(400);
  expect(error.message).toContain("192.0.2.77");
});

test("a change is refused when the file changed since: whoever was first stays", async () => {
  const { revision } = port.get(NAME, "a")!;
  place.replace("config/monitoring/a.json", element({ ips: ["192.0.2.99"] }));
  const error = await refused(port.replace(NAME, "a", value(), { ifRevision: revision }, CALLER));
  expect(error.status).toBe(412);
  expect(hostsOf(live, "a")).toEqual(["192.0.2.99"]);
  expect((await refused(port.remove(NAME, "a", { ifRevision: revision }, CALLER))).status).toBe(412);
});

test("of many changes at once with one revision, one succeeds", async () => {
  const { revision } = port.get(NAME, "a")!;
  const changes = Array.from({ length: 10 }, (_, i) =>
    port.replace(NAME, "a", value({ ips: [`192.0.2.${100 + i}`] }), { ifRevision: revision }, CALLER),
  );
  const results = await Promise.allSettled(changes);
  expect(results.map(({ status }) => status).filter((status) => status === "fulfilled").length).toBe(1);
  expect(hostsOf(live, "a")).toEqual(["192.0.2.100"]);
});

test("a broken edit from outside is not overwritten unseen, and the API can repair it knowingly", async () => {
  const { revision } = port.get(NAME, "a")!;
  place.write("config/monitoring/a.json", { ...element({ ips: [] }) });
  const stale = await refused(port.replace(NAME, "a", value(), { ifRevision: revision }, CALLER));
  expect(stale.status).toBe(412);
  const broken = port.get(NAME, "a")!;
  expect(broken.findings!.map(({ code }) => code)).toEqual(["config.not-in-force", "C006"]);
  await port.replace(NAME, "a", value({ ips: ["192.0.2.3"] }), { ifRevision: broken.revision }, CALLER);
  expect(hostsOf(live, "a")).toEqual(["192.0.2.3"]);
  expect(live.current().problems).toEqual([]);
});

test("one of several in a plain JSON file is changed in place, and the others stay the same objects", async () => {
  place.write("config/monitoring/b.json", [element(), element({ ips: ["192.0.2.6"] })]);
  await live.refresh();
  const [, first] = live.current().activations;
  await port.replace(NAME, "b-1", value({ ips: ["192.0.2.7"] }), {}, CALLER);
  expect(hostsOf(live, "b-1")).toEqual(["192.0.2.7"]);
  expect(live.current().activations[1]).toBe(first);
});

test("a file that is not plain JSON is not rewritten: its comments would be lost", async () => {
  place.write("config/monitoring/c.json", `// why\n${JSON.stringify(element())}`);
  await live.refresh();
  const error = await refused(port.replace(NAME, "c", value(), {}, CALLER));
  expect([error.status, error.code]).toEqual([409, "config.not-plain"]);
  expect(textOf("config/monitoring/c.json")).toContain("// why");
});

test("a removal that would give other configurations new ids is refused", async () => {
  place.write("config/monitoring/b.json", [element(), element(), element()]);
  await live.refresh();
  expect((await refused(port.remove(NAME, "b-0", {}, CALLER))).code).toBe("config.ids-change");
  await port.remove(NAME, "b-2", {}, CALLER);
  expect(idsOf(live)).toEqual(["a", "b-0", "b-1"]);
  expect((await refused(port.remove(NAME, "b-1", {}, CALLER))).code).toBe("config.ids-change");
  await port.remove(NAME, "a", {}, CALLER);
  expect(existsSync(place.path("config/monitoring/a.json"))).toBe(false);
});

test("files of the service file are rewritten, too, and may become empty", async () => {
  const path = place.write("named.json", [element()]);
  await open({ monitoringConfigurations: [{ path, extension: undefined }] });
  const id = `${path}-0`;
  await port.replace(NAME, id, value({ ips: ["192.0.2.8"] }), {}, CALLER);
  expect(hostsOf(live, id)).toEqual(["192.0.2.8"]);
  await port.remove(NAME, id, {}, CALLER);
  expect([idsOf(live), live.current().problems]).toEqual([["a"], []]);
  const again = await place.open({ monitoringConfigurations: [{ path, extension: undefined }] });
  expect(again.serviceFindings).toEqual([]);
});

test("of several that cannot all be written none is kept", async () => {
  place.write("config/monitoring/made-2.json/full", "a folder in place of the file");
  const error = await refused(create(fresh(), fresh({ ips: ["192.0.2.51"] })));
  expect([error.status, error.code]).toEqual([500, "config.write"]);
  expect(readdirSync(place.path("config/monitoring")).toSorted()).toEqual(["a.json", "made-2.json"]);
  expect([idsOf(live), audit]).toEqual([["a"], []]);
});

test("without configDir nothing can be created, and the answer says what to set", async () => {
  const extension = place.write("named.yaml", manifest("1.0.0"));
  await open({ configDir: undefined, extensions: [extension] });
  const error = await refused(create(fresh()));
  expect([error.status, error.code]).toEqual([409, "config.no-folder"]);
});

test("lists are filtered by version and state, and come in pages", async () => {
  await create(fresh({ enabled: false }), fresh());
  const ids = (filter: object) =>
    port.list(NAME, { ...PAGE, ...filter })!.items.map(({ objectId }) => objectId);
  expect(ids({})).toEqual(["a", "made-1", "made-2"]);
  expect(ids({ active: true })).toEqual(["a", "made-2"]);
  expect(ids({ active: false })).toEqual(["made-1"]);
  expect(ids({ version: "2.0.0" })).toEqual([]);
  expect(port.list(NAME, { offset: 1, limit: 1 })).toMatchObject({
    totalCount: 3,
    items: [{ objectId: "made-1" }],
  });
  expect(port.list("custom:none", PAGE)).toBeUndefined();
});

test("earlier versions say who made them, hold no secret, and can be restored", async () => {
  const first = port.get(NAME, "a")!;
  await port.replace(NAME, "a", value({ ips: ["192.0.2.20"] }), {}, CALLER);
  place.replace("config/monitoring/a.json", element({ ips: ["192.0.2.30"] }));
  await live.refresh();
  const versions = (await port.versions(NAME, "a"))!;
  expect(versions.map(({ by }) => by)).toEqual(["user:ada", "file"]);
  expect(versions.at(-1)!.revision).toBe(first.revision);
  expect(JSON.stringify(versions)).not.toContain(COMMUNITY);
  await port.restore(NAME, "a", first.revision, CALLER);
  expect(hostsOf(live, "a")).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect((await port.versions(NAME, "a"))!.length).toBe(3);
});

test("a configuration that was removed can be restored", async () => {
  const { revision } = port.get(NAME, "a")!;
  await port.remove(NAME, "a", {}, CALLER);
  await port.restore(NAME, "a", revision, CALLER);
  expect(hostsOf(live, "a")).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test("of versions the last 20 are kept", async () => {
  for (let i = 0; i < 25; i++) await port.replace(NAME, "a", value({ ips: [`192.0.2.${i}`] }), {}, CALLER);
  expect((await port.versions(NAME, "a"))!.length).toBe(20);
  const files = readdirSync(place.path("data/versions/configurations/a"));
  expect(files.length).toBe(21);
});

test.each([
  ["OK", "OK"],
  ["WARNING", "WARNING"],
  ["HIGH_CPU", "WARNING"],
  ["STARTUP_PENDING", "PENDING"],
  ["GENERIC_ERROR", "ERROR"],
  ["UNASSIGNED", "UNKNOWN"],
])("the verdict %s is the status %s", (code, status) => {
  const { configurations } = portsOf(place, live, () => ({ code, message: "m", atMs: 5 }));
  expect(configurations.status(NAME, "a")).toEqual({ status, timestamp: 5, message: "m" });
});

test("no report yet is UNKNOWN, a configuration with errors is ERROR, an unknown one has no status", async () => {
  place.write("config/monitoring/bad.json", element({ version: "9.0.0" }));
  await live.refresh();
  await live.refresh();
  expect(port.status(NAME, "a")!.status).toBe("UNKNOWN");
  expect(port.status(NAME, "bad")!.status).toBe("ERROR");
  expect(port.status(NAME, "none")).toBeUndefined();
});
