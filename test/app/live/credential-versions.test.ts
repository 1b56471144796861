import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CredentialsPort } from "../../../src/api/index.ts";
import { CredentialFiles } from "../../../src/app/credential-files.ts";
import { createCredentialsPort } from "../../../src/app/credentials-port.ts";
import { LiveConfiguration } from "../../../src/app/live/live-configuration.ts";
import { liveSecrets } from "../../../src/app/live/live-secrets.ts";
import { sealing } from "../../../src/app/live/sealing.ts";
import { findSecretBox, secretBoxForWriting } from "../../../src/app/secret-keys.ts";
import { secretReading } from "../../../src/app/secret-reader.ts";
import { makeKey } from "../../../src/secrets/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { element, manifest, Place } from "./live-setup.ts";

const [ADA, BOB] = ["user:ada", "user:bob"].map((id) => ({ id, address: "127.0.0.1" })) as [Caller, Caller];
type Caller = Parameters<CredentialsPort["put"]>[3];

const v2c = (community: string): object => ({ type: "SNMPv2c", community });
const OUTSIDE = "cl3ar-by-hand";

let place: Place;
let live: LiveConfiguration;
let credentials: CredentialFiles;
let port: CredentialsPort;
let audit: string[];

/** @param keyless  of a service that has no key yet */
async function open(keyless = false): Promise<void> {
  const config = { ...place.config(), secretsKey: undefined };
  const env = { HOME: place.path("home"), ...(keyless ? {} : { SNMPGATE_KEY: makeKey().reveal() }) };
  credentials = new CredentialFiles({ configDir: place.path("config") });
  live = await LiveConfiguration.open({
    config,
    clock: new FakeClock(),
    logger: place.logger,
    cores: 2,
    secrets: liveSecrets(config, env, credentials),
    seal: sealing(() => findSecretBox(config, env)),
  });
  audit = [];
  port = createCredentialsPort({
    files: credentials,
    reading: () => secretReading(config, env),
    box: () => secretBoxForWriting(config, env, place.logger),
    usedBy: () => 0,
    change: (by, work) => live.change(by, work),
    versions: (name) => live.versions.list("credentials", name),
    audit: (action, object, caller) => audit.push(`${action} ${object} by ${caller.id}`),
  });
}

beforeEach(async () => {
  place = new Place();
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  await open();
});
afterEach(async () => {
  await live.settled();
  await place.end();
});

const communityOf = (name: string): string | undefined => {
  const found = credentials.get(name)?.credentials;
  return found?.version === "2c" ? found.community.reveal() : undefined;
};
const makers = async (): Promise<string[] | undefined> => (await port.versions("core"))?.map(({ by }) => by);

const keptFilesWith = (text: string): string[] =>
  readdirSync(place.path("data/versions"), { recursive: true, encoding: "utf8" })
    .map((name) => join(place.path("data/versions"), name))
    .filter((path) => statSync(path).isFile() && readFileSync(path, "utf8").includes(text));

test("versions of a credential name who made each, the API's callers and files alike, without its secrets", async () => {
  await port.put("core", v2c("first-s3cr3t"), {}, ADA);
  await port.put("core", v2c("second-s3cr3t"), {}, BOB);
  place.replace("config/credentials/core.json", v2c("third-s3cr3t"));
  await live.refresh();
  await port.remove("core", ADA);
  const versions = (await port.versions("core"))!;
  expect(versions.map(({ by }) => by)).toEqual(["file", "user:bob", "user:ada"]);
  expect(versions[0]).toMatchObject({ authentication: { type: "SNMPv2c", community: "***" } });
  expect(JSON.stringify(versions)).not.toMatch(/s3cr3t|enc:/);
  expect(await port.versions("none")).toBeUndefined();
});

test("an earlier version of a credential is put back by a named caller, also after its removal", async () => {
  await port.put("core", v2c("first"), {}, ADA);
  const { revision } = port.get("core")!;
  await port.put("core", v2c("second"), {}, ADA);
  const restored = await port.restore("core", revision, BOB);
  expect([communityOf("core"), restored.revision]).toEqual(["first", revision]);
  await port.remove("core", ADA);
  expect(communityOf("core")).toBeUndefined();
  await port.restore("core", revision, BOB);
  expect(communityOf("core")).toBe("first");
  expect(audit.at(-1)).toBe(`credential.restore core ${revision} by user:bob`);
  expect(await makers()).toEqual(["user:bob", "user:ada", "user:ada"]);
  await expect(port.restore("core", "0000000000000000", BOB)).rejects.toMatchObject({ status: 404 });
});

test("what was edited by hand in clear text is kept encrypted, and is as good when it is put back", async () => {
  place.write("config/credentials/core.json", v2c(OUTSIDE));
  place.write(
    "config/monitoring/a.json",
    JSON.stringify(element()).replaceAll("c0mmunity-of-the-test", OUTSIDE),
  );
  await live.refresh();
  const { revision } = port.get("core")!;
  place.replace("config/credentials/core.json", v2c("other"));
  place.replace("config/monitoring/a.json", element({ ips: ["192.0.2.7"] }));
  await live.refresh();
  expect((await live.versions.list("configurations", "a")).length).toBe(1);
  expect(await makers()).toEqual(["file"]);
  expect(keptFilesWith(OUTSIDE)).toEqual([]);
  expect(keptFilesWith("enc:v1:").length).toBe(2);
  await port.restore("core", revision, ADA);
  expect(communityOf("core")).toBe(OUTSIDE);
});

test("a credential file that could not be read leaves no version: its secrets could not be told apart", async () => {
  place.write("config/credentials/core.json", v2c("good"));
  await live.refresh();
  place.replace("config/credentials/core.json", `{ "community": "${OUTSIDE}"`);
  await live.refresh();
  place.replace("config/credentials/core.json", v2c("good again"));
  await live.refresh();
  expect((await port.versions("core"))!.length).toBe(1);
  expect(keptFilesWith(OUTSIDE)).toEqual([]);
});

test("a key that cannot be read keeps no version in clear text, and the log says why", async () => {
  place.write("config/credentials/core.json", v2c(OUTSIDE));
  const config = { ...place.config(), secretsKey: undefined };
  live = await LiveConfiguration.open({
    config,
    clock: new FakeClock(),
    logger: place.logger,
    cores: 2,
    secrets: liveSecrets(config, {}, credentials),
    seal: sealing(() => findSecretBox({ ...config, secretsKey: { file: place.path("gone") } }, {})),
  });
  place.replace("config/credentials/core.json", v2c("other"));
  await live.refresh();
  expect(await live.versions.list("credentials", "core")).toEqual([]);
  expect(place.warnings).toContain("an earlier version is not kept");
});
