import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CredentialFiles } from "../../src/app/credential-files.ts";
import { apiSecretReader, secretReader, secretReading } from "../../src/app/secret-reader.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import { credentialBench, OPERATOR } from "../support/secret-bench.ts";

const CORE = "config/credentials/core.json";
const V2C = { type: "SNMPv2c", community: "core-s3cr3t" };
const V3 = {
  type: "SNMPv3",
  userName: "ops",
  authProtocol: "SHA256",
  authPassword: "auth-s3cr3t",
  privProtocol: "AES",
  privPassword: "priv-s3cr3t",
};

const communityOf = (credentials: CredentialFiles) => {
  const found = credentials.get("core")?.credentials;
  return found?.version === "2c" ? found.community.reveal() : undefined;
};

describe("the files of credentials", () => {
  test("are read by name, and a change is told of by name", async () => {
    const { credentials, look, write, path } = await credentialBench({ [CORE]: JSON.stringify(V2C) });
    expect(credentials.credentialNames).toEqual(["core"]);
    const before = credentials.get("core");
    expect(await look()).toEqual([]);
    expect(credentials.get("core")).toBe(before);
    write("config/credentials/edge.json", JSON.stringify(V3));
    write(CORE, JSON.stringify({ ...V2C, community: "other" }));
    expect(await look()).toEqual(["core", "edge"]);
    rmSync(path(CORE));
    expect(await look()).toEqual(["core"]);
    expect(credentials.credential("core")).toBeUndefined();
  });

  test("may be written another way without a change for the devices", async () => {
    const { credentials, look, write } = await credentialBench({ [CORE]: JSON.stringify(V2C) });
    const before = credentials.get("core")!;
    write(CORE, `// of the core\n${JSON.stringify(V2C, undefined, 2)}`);
    expect(await look()).toEqual([]);
    expect(credentials.get("core")!.credentials).toBe(before.credentials);
    expect(credentials.get("core")!.revision).not.toBe(before.revision);
  });

  test("leave the last good one in force when one is broken, also over a restart, and say so", async () => {
    const { credentials, look, write, places, env, path } = await credentialBench({
      [CORE]: JSON.stringify(V2C),
    });
    write(CORE, '{"type":"SNMPv2c","community":');
    expect(await look()).toEqual([]);
    expect(communityOf(credentials)).toBe("core-s3cr3t");
    expect(credentials.findings).toMatchObject([{ code: "C001", file: path(CORE) }]);
    const restarted = new CredentialFiles({
      configDir: places.configDir!,
      lastGood: stateFolder(path("data/last-good/credentials")),
    });
    await restarted.look(await secretReading(places, env));
    expect(communityOf(restarted)).toBe("core-s3cr3t");
    expect(restarted.findings).toHaveLength(1);
  });

  test("that were never good give devices a reason, not an unknown name", async () => {
    const { credentials } = await credentialBench({ [CORE]: "{}}" });
    expect(credentials.credential("core")).toMatchObject({
      problem: "names a credential whose file has errors",
    });
  });

  test("cannot refer to one another, and need a usable name", async () => {
    const files = { [CORE]: '{"credential":"edge"}', "config/credentials/a b.json": JSON.stringify(V2C) };
    const { credentials } = await credentialBench(files);
    expect(credentials.credentialNames).toEqual([]);
    expect(credentials.findings.map(({ code }) => code)).toEqual(["C001", "C002"]);
  });

  test("give secrets from files beside them and from the environment", async () => {
    const files = {
      [CORE]: '{"type":"SNMPv2c","community":{"file":"core.txt"}}',
      "config/credentials/core.txt": "from-a-file\n",
    };
    const { credentials, look, write } = await credentialBench(files);
    expect(communityOf(credentials)).toBe("from-a-file");
    write("config/credentials/core.txt", "changed\n");
    expect(await look()).toEqual(["core"]);
    expect(communityOf(credentials)).toBe("changed");
  });
});

describe("credentials through the API", () => {
  test("are kept encrypted for the owner alone, shown masked, and audited", async () => {
    const { port, read, path, audited, credentials } = await credentialBench();
    const put = await port.put("core", V2C, {}, OPERATOR);
    expect(put).toMatchObject({
      created: true,
      credential: { name: "core", authentication: { type: "SNMPv2c", community: "***" }, usedBy: 0 },
    });
    expect(read(CORE)).toMatch(/"community": "enc:v1:[0-9a-f]{8}:/);
    expect(statSync(path(CORE)).mode & 0o777).toBe(0o600);
    expect(communityOf(credentials)).toBe("core-s3cr3t");
    expect(audited).toEqual(["user:ops credential.create core"]);
  });

  test("keep what is stored where the mask comes back, field by field", async () => {
    const { port, credentials, audited } = await credentialBench();
    await port.put("core", V3, {}, OPERATOR);
    const masked = port.get("core")!.authentication;
    const again = await port.put(
      "core",
      { ...masked, userName: "new", privPassword: "changed-s3cr3t" },
      {},
      OPERATOR,
    );
    expect(again.created).toBe(false);
    const kept = credentials.get("core")!.credentials;
    expect(
      kept.version === "3" && [kept.userName, kept.auth?.password.reveal(), kept.priv?.password.reveal()],
    ).toEqual(["new", "auth-s3cr3t", "changed-s3cr3t"]);
    expect(audited.at(-1)).toBe("user:ops credential.change core");
  });

  test("are not changed over what somebody else has made of them meanwhile, nor made anew when they are gone", async () => {
    const { port, credentials } = await credentialBench();
    const { credential } = await port.put("core", V2C, {}, OPERATOR);
    const ifRevision = credential.revision;
    const changed = await port.put("core", { ...V2C, community: "by-ann" }, { ifRevision }, OPERATOR);
    const late = { ...V2C, community: "by-bob" };
    await expect(port.put("core", late, { ifRevision }, OPERATOR)).rejects.toMatchObject({ status: 412 });
    expect(communityOf(credentials)).toBe("by-ann");
    await port.remove("core", OPERATOR);
    const gone = port.put("core", late, { ifRevision: changed.credential.revision }, OPERATOR);
    await expect(gone).rejects.toMatchObject({ status: 412 });
  });

  test("that are to be new are not made over one that has the name already", async () => {
    const { port, credentials } = await credentialBench();
    await port.put("core", { ...V2C, community: "by-ann" }, { ifNew: true }, OPERATOR);
    const late = port.put("core", { ...V2C, community: "by-bob" }, { ifNew: true }, OPERATOR);
    await expect(late).rejects.toMatchObject({
      status: 412,
      remedy: expect.stringContaining("another name"),
    });
    expect(communityOf(credentials)).toBe("by-ann");
  });

  test.each([
    ["a mask with nothing behind it", { type: "SNMPv2c", community: "***" }],
    ["a file of this host", { type: "SNMPv2c", community: { file: "/etc/hostname" } }],
    ["a variable of this host", { type: "SNMPv2c", community: { env: "HOME" } }],
    ["an unknown type", { type: "s3cr3t", community: "s3cr3t" }],
    ["no object", "s3cr3t"],
  ])("are refused with %s: 400, without a quote, and nothing is written", async (_, authentication) => {
    const { port, credentials, audited } = await credentialBench();
    const refused = await port.put("core", authentication, {}, OPERATOR).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 400 });
    expect(JSON.stringify(refused) + String(refused)).not.toMatch(/s3cr3t/);
    expect([credentials.credentialNames, audited]).toEqual([[], []]);
  });

  test("are not written outside their folder", async () => {
    const { port } = await credentialBench();
    for (const name of ["../core", ".hidden", "a/b", ""]) {
      await expect(port.put(name, V2C, {}, OPERATOR)).rejects.toMatchObject({ status: 400 });
      await expect(port.remove(name, OPERATOR)).rejects.toMatchObject({ status: 404 });
    }
  });

  test("that cannot be written are answered with the reason, and leave nothing", async () => {
    const { port, path, audited, write } = await credentialBench();
    write(`${CORE}/full`, "a folder in place of the file");
    const refused = await port.put("core", V2C, {}, OPERATOR).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 500, code: "config.write" });
    expect(readdirSync(path("config/credentials"))).toEqual(["core.json"]);
    expect(audited).toEqual([]);
  });

  test("are told of a key that cannot be used", async () => {
    const bench = await credentialBench();
    Object.assign(bench.env, { SNMPGATE_KEY: "no key" });
    await expect(bench.port.put("core", V2C, {}, OPERATOR)).rejects.toMatchObject({
      status: 500,
      code: "secrets.key",
      remedy: expect.stringContaining("snmpgate secret key"),
    });
  });

  test("beyond those that are read push none of them out: 409", async () => {
    const names = Array.from({ length: 1_000 }, (_, n) => `config/credentials/z${n}.json`);
    const { port } = await credentialBench(Object.fromEntries(names.map((n) => [n, JSON.stringify(V2C)])));
    await expect(port.put("a", V2C, {}, OPERATOR)).rejects.toMatchObject({ status: 409 });
    expect((await port.put("z7", V2C, {}, OPERATOR)).created).toBe(false);
  });

  test("are removed unless devices use them", async () => {
    const { port, uses, credentials } = await credentialBench({ [CORE]: JSON.stringify(V2C) });
    uses.set("core", 2);
    await expect(port.remove("core", OPERATOR)).rejects.toMatchObject({
      status: 409,
      message: "the credential core is used by 2 devices",
    });
    uses.clear();
    await port.remove("core", OPERATOR);
    expect(credentials.credentialNames).toEqual([]);
  });
});

test("what a client sends to be tried at once may hold clear text and names, and no reference", async () => {
  const { credentials } = await credentialBench({ [CORE]: JSON.stringify(V2C) });
  const reader = apiSecretReader(credentials);
  expect(reader.read({ text: "clear" })).toHaveProperty("secret");
  expect(reader.credential("core")).toHaveProperty("credentials");
  for (const source of [{ env: "HOME" }, { file: "/etc/hostname" }, { text: "enc:v1:0a1b2c3d:x" }]) {
    expect(reader.read(source)).toHaveProperty("problem");
  }
});

test("a key that cannot be read is told of where a secret needs it, and clear text works on", async () => {
  const { places, env, path } = await credentialBench();
  writeFileSync(path("key"), "no key", { mode: 0o600 });
  const reader = await secretReader({ ...places, secretsKey: { file: path("key") } }, env);
  expect(reader.read({ text: "clear" })).toHaveProperty("secret");
  expect(reader.read({ text: "enc:v1:0a1b2c3d:x" })).toMatchObject({
    problem: expect.stringContaining(`${path("key")}, line 1: this is not a key`),
  });
});
