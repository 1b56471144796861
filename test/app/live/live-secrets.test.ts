import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CredentialFiles } from "../../../src/app/credential-files.ts";
import { CredentialUse } from "../../../src/app/live/credential-use.ts";
import { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { liveSecrets } from "../../../src/app/live/live-secrets.ts";
import { sealing } from "../../../src/app/live/sealing.ts";
import { Secret } from "../../../src/base/index.ts";
import { makeKey, parseKeys, SecretBox } from "../../../src/secrets/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { CALLER, COMMUNITY, element, manifest, Place, portsOf, value } from "./live-setup.ts";

let place: Place;
beforeEach(() => {
  place = new Place();
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
});
afterEach(() => place.end());

const communityOf = (live: LiveConfiguration): string | undefined => {
  const { credentials } = live.current().activations[0]!.configuration.devices[0]!;
  return credentials.version === "2c" ? credentials.community.reveal() : undefined;
};

test("a named credential that changes in its file is in force for its devices, encrypted or not", async () => {
  const key = makeKey().reveal();
  const box = new SecretBox(parseKeys(key, "test"), "test");
  const config = { ...place.config(), secretsKey: undefined };
  const credentials = new CredentialFiles({ configDir: place.path("config") });
  place.write("config/credentials/core.json", { type: "SNMPv2c", community: "first" });
  const devices = [{ ip: "192.0.2.1", authentication: { credential: "core" } }];
  place.write("config/monitoring/a.json", element({ snmp: { devices } }));
  const live = await LiveConfiguration.open({
    config,
    clock: new FakeClock(),
    logger: place.logger,
    cores: 2,
    secrets: liveSecrets(config, { SNMPGATE_KEY: key }, credentials),
    seal: sealing(() => Promise.resolve(box)),
  });
  expect(communityOf(live)).toBe("first");
  const use = new CredentialUse(live);
  expect([use.devicesOf("core"), use.devicesOf("none")]).toEqual([1, 0]);
  const community = box.encrypt(new Secret("second"));
  place.replace("config/credentials/core.json", { type: "SNMPv2c", community });
  await live.refresh();
  expect(communityOf(live)).toBe("second");
  expect((await live.versions.list("credentials", "core")).length).toBe(1);
  await live.settled();
});

test("what the API brought stands nowhere on the disk in clear text, versions and last good ones included", async () => {
  const live = await place.open();
  const { configurations } = portsOf(place, live);
  const fresh = { scope: "ag_group-default", value: value() };
  await configurations.create("custom:live", [fresh], { validateOnly: false }, CALLER);
  await configurations.replace("custom:live", "made-1", value({ ips: ["192.0.2.2"] }), {}, CALLER);
  await configurations.remove("custom:live", "made-1", {}, CALLER);
  await live.settled();
  const files = readdirSync(place.root, { recursive: true, encoding: "utf8" })
    .map((name) => join(place.root, name))
    .filter((path) => statSync(path).isFile());
  expect(files.filter((path) => path.includes("versions")).length).toBeGreaterThan(1);
  expect(files.filter((path) => readFileSync(path, "utf8").includes(COMMUNITY))).toEqual([]);
  const ours = files.filter((path) => path.startsWith(place.path("data")));
  expect(ours.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(ours.map(() => "600"));
});
