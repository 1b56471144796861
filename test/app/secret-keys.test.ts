import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultKeyFile, findSecretBox, secretBoxForWriting } from "../../src/app/secret-keys.ts";
import { Secret, silentLogger } from "../../src/base/index.ts";
import { makeKey, parseKeys } from "../../src/secrets/index.ts";
import { keptLog, serviceFolder } from "../support/secret-bench.ts";

const idOf = (key: string) => parseKeys(key, "test")[0]!.id;

describe("the keys are looked for", () => {
  const keys = Array.from({ length: 4 }, () => makeKey().reveal());
  const [named, systemd, variable, made] = keys as [string, string, string, string];

  function everywhere() {
    const folder = serviceFolder({ "etc/key": named, "credentials/snmpgate-key": systemd });
    const env = {
      XDG_CONFIG_HOME: folder.path("user"),
      CREDENTIALS_DIRECTORY: folder.path("credentials"),
      SNMPGATE_KEY: variable,
    };
    folder.write(defaultKeyFile(folder.places, env).slice(folder.root.length), made);
    return { ...folder, env };
  }

  test("in snmpgate.yaml, as a credential of systemd, in the environment, in the user's file, in this order", async () => {
    const { places, env, path } = everywhere();
    const found = async (more: object, less: object) =>
      (await findSecretBox({ ...places, ...more }, { ...env, ...less }))?.currentId;
    const file = { secretsKey: { file: path("etc/key") } };
    const [noSystemd, noVariable] = [{ CREDENTIALS_DIRECTORY: undefined }, { SNMPGATE_KEY: undefined }];
    expect(await found(file, {})).toBe(idOf(named));
    expect(await found({}, {})).toBe(idOf(systemd));
    expect(await found({}, noSystemd)).toBe(idOf(variable));
    expect(await found({}, { CREDENTIALS_DIRECTORY: path("etc"), ...noVariable })).toBe(idOf(made));
    expect(await found({ secretsKey: { env: "SNMPGATE_KEY" } }, {})).toBe(idOf(variable));
  });

  test("and not passed over when the named one is missing", async () => {
    const { places, env } = everywhere();
    const missing = findSecretBox({ ...places, secretsKey: { env: "NO_SUCH_KEY" } }, env);
    await expect(missing).rejects.toMatchObject({ code: "app.key-file" });
    const noFile = findSecretBox({ ...places, secretsKey: { file: "/no/such/key" } }, env);
    await expect(noFile).rejects.toMatchObject({
      code: "app.key-file",
      message: expect.stringContaining("/no/such/key"),
    });
  });
});

describe("a key file", () => {
  test("that others can read is refused", async () => {
    const { places, env, path, write } = serviceFolder();
    write("etc/key", makeKey().reveal());
    chmodSync(path("etc/key"), 0o640);
    await expect(
      findSecretBox({ ...places, secretsKey: { file: path("etc/key") } }, env),
    ).rejects.toMatchObject({
      code: "app.key-file",
      remedy: expect.stringContaining(`chmod 600 ${path("etc/key")}`),
    });
  });

  test.each(["config", "data"])("inside %s, beside what it encrypts, is refused", async (name) => {
    const { places, env, path, write } = serviceFolder();
    write(`${name}/deep/key`, makeKey().reveal());
    const found = findSecretBox({ ...places, secretsKey: { file: path(`${name}/deep/../deep/key`) } }, env);
    await expect(found).rejects.toMatchObject({ message: expect.stringContaining(`lies in ${name}Dir`) });
  });

  test("is made when one is first needed, for the owner alone, and told of without the key", async () => {
    const { places, path } = serviceFolder();
    const env = { HOME: path("home") };
    const logger = keptLog();
    expect(await findSecretBox(places, env)).toBeUndefined();
    const box = await secretBoxForWriting(places, env, logger);
    const file = defaultKeyFile(places, env);
    expect(file.startsWith(path("home/.config/snmpgate/"))).toBe(true);
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(logger.told[0]).toMatchObject({ code: "app.key-made", path: file });
    expect(readdirSync(dirname(file))).toHaveLength(1);
    const again = await findSecretBox(places, env);
    expect(again?.decrypt(box.encrypt(new Secret("x"))).reveal()).toBe("x");
  });

  test("is one even when many need it at once", async () => {
    const { places, path } = serviceFolder();
    const boxes = await Promise.all(
      Array.from({ length: 8 }, () => secretBoxForWriting(places, { HOME: path("home") }, silentLogger)),
    );
    expect(new Set(boxes.map(({ currentId }) => currentId)).size).toBe(1);
  });

  test("is not made where it would lie beside the data", async () => {
    const { places, path } = serviceFolder();
    mkdirSync(path("data"));
    const made = secretBoxForWriting(
      { ...places, dataDir: path("data") },
      { HOME: path("data") },
      silentLogger,
    );
    await expect(made).rejects.toMatchObject({
      code: "app.key-file",
      remedy: expect.stringContaining("secrets:"),
    });
  });
});
