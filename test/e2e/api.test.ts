import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { callApi, eventually, spareElement, startDemoProgram } from "../support/demo-run.ts";
import { startProgram, until } from "../support/program.ts";

// The API of the real process and the files that it works on: each shows in the other.

interface StatusSeen {
  readonly warnings: readonly unknown[];
  readonly devices: Readonly<Record<string, number>>;
}

const CONFIGURATIONS = "/api/v2/extensions/custom:network-switch/monitoringConfigurations";

test("a device that comes and goes as a file does so in the API within a second", async () => {
  const demo = await startDemoProgram();
  const path = join(demo.folder, "config/monitoring/by-hand.json");
  writeFileSync(path, JSON.stringify(spareElement(demo, "by hand")));
  const writtenAt = performance.now();
  const get = () => demo.call(`${CONFIGURATIONS}/by-hand`);
  const shown = await eventually(get, ({ status }) => status === 200);
  // The calls take a while, too, on a host that has more to do.
  expect(performance.now() - writtenAt).toBeLessThan(2_000);
  expect(shown.json).toMatchObject({ objectId: "by-hand", value: { description: "by hand" } });
  const devices = () => demo.call("/api/snmpgate/devices", { query: { text: demo.spare.address } });
  await eventually(devices, ({ json }) => JSON.stringify(json).includes('"code":"OK"'));
  await demo.call(`${CONFIGURATIONS}/by-hand`, { method: "DELETE" });
  expect(existsSync(path)).toBe(false);
  expect((await devices()).json).toMatchObject({ totalCount: 0 });
});

test("what the API creates is a file with encrypted secrets, and a mask that comes back keeps them", async () => {
  const demo = await startDemoProgram();
  const created = await demo.call(CONFIGURATIONS, { method: "POST", body: [spareElement(demo, "by hand")] });
  const id = (created.json as readonly { readonly objectId: string }[])[0]!.objectId;
  const path = join(demo.folder, `config/monitoring/${id}.json`);
  const secretIn = (text: string): string => /"community":\s*"(enc:v1:[^"]+)"/.exec(text)?.[1] ?? "none";
  const before = secretIn(readFileSync(path, "utf8"));
  expect(before).not.toBe("none");
  const read = await demo.call(`${CONFIGURATIONS}/${id}`);
  expect(JSON.stringify(read.json)).toContain('"community":"***"');
  const { value } = read.json as { readonly value: object };
  const body = { value: { ...value, description: "renamed" } };
  const changed = await demo.call(`${CONFIGURATIONS}/${id}`, { method: "PUT", body, ifMatch: read.etag! });
  expect(changed.status).toBe(200);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ value: { description: "renamed" } });
  expect(secretIn(readFileSync(path, "utf8"))).toBe(before);
  const refused = await demo.call(`${CONFIGURATIONS}/${id}`, { method: "PUT", body, ifMatch: read.etag! });
  expect(refused.status).toBe(412);
  const devices = () => demo.call("/api/snmpgate/devices", { query: { text: demo.spare.address } });
  await eventually(devices, ({ json }) => JSON.stringify(json).includes('"code":"OK"'));
});

test("a file that breaks leaves what it held in force, and the status says so until it is whole again", async () => {
  const demo = await startDemoProgram();
  const path = join(demo.folder, "config/monitoring/secure-sw.json");
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, whole.slice(0, 100));
  const status = () => demo.call("/api/snmpgate/status");
  const broken = await eventually(status, ({ json }) => JSON.stringify(json).includes("secure-sw.json"));
  expect(broken.json).toMatchObject({ devices: { OK: 6 } });
  const kept = await demo.call(`${CONFIGURATIONS}/secure-sw`);
  expect(kept).toMatchObject({ status: 200, json: { value: { description: "secure-sw" } } });
  writeFileSync(path, whole);
  // The switch that was read anew is polled anew.
  await eventually(status, ({ json }) => {
    const { warnings, devices } = json as StatusSeen;
    return warnings.length === 0 && devices["OK"] === 6;
  });
});

interface Seen {
  readonly entityId: string;
  readonly displayName: string;
  readonly firstSeenTms: number;
}

test("after a restart the entities are the same, first seen when they were", async () => {
  const demo = await startDemoProgram();
  const query = { entitySelector: "type(network:device)", fields: "+firstSeenTms", sort: "name" };
  const seen = ({ json }: { readonly json: unknown }): readonly Seen[] =>
    (json as { readonly entities: readonly Seen[] }).entities;
  const before = await eventually(
    async () => seen(await demo.call("/api/v2/entities", { query })),
    ({ length }) => length === 6,
  );
  await demo.stop();
  const config = join(demo.folder, "snmpgate.yaml");
  // At a port of its own, which its log tells: another demo may have the usual one.
  const settings = readFileSync(config, "utf8")
    .replace(/^listen:.*$/m, 'listen: "127.0.0.1:0"')
    .replace("logLevel: error", "logLevel: info");
  writeFileSync(config, settings);
  const running = startProgram(["run", "--config", config], { XDG_CONFIG_HOME: join(demo.folder, "key") });
  onTestFinished(() => void running.child.kill("SIGKILL"));
  const urlOf = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(running.output().stderr)?.[0];
  await until(() => urlOf() !== undefined);
  const after = await callApi(urlOf()!, demo.token, "/api/v2/entities", { query });
  expect([after.status, seen(after)]).toEqual([200, before]);
});
