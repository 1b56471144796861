import { expect, test } from "vitest";
import { buildProgram } from "../../src/cli/program.ts";
import { parseKeys } from "../../src/secrets/index.ts";
import { serviceFolder } from "../support/secret-bench.ts";

async function run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const stream = (to: string[]) =>
    ({ write: (text: string) => to.push(text) > 0 }) as unknown as NodeJS.WriteStream;
  const context = {
    terminal: { out: stream(out), err: stream(err) },
    env,
    signal: new AbortController().signal,
  };
  let code: number | undefined;
  await buildProgram(context, (done) => {
    code = done;
  }).parseAsync(["node", "snmpgate", "secret", ...args]);
  return { code, out: out.join(""), err: err.join("") };
}

test("secret key prints a key alone on standard output, another one each time", async () => {
  const [first, second] = [await run(["key"]), await run(["key"])];
  expect(parseKeys(first.out, "stdout")).toHaveLength(1);
  expect(first.out).not.toBe(second.out);
  expect([first.code, first.err]).toEqual([0, expect.stringContaining("mode 600")]);
});

test("secret encrypt --check lists what is in clear text and fails, encrypt ends it, rotate says which keys may go", async () => {
  const { path, env } = serviceFolder({
    "snmpgate.yaml": "configDir: config\ndataDir: data\n",
    "config/credentials/ops.json": '{ "type": "SNMPv2c",\n  "community": "s3cr3t" }\n',
  });
  const config = ["--config", path("snmpgate.yaml")];
  const file = path("config/credentials/ops.json");
  expect(await run(["encrypt", ...config, "--check"], env)).toEqual({
    code: 1,
    out: `${file}:2: /community is in clear text\n`,
    err: `1 secret in clear text\n  → snmpgate secret encrypt --config ${path("snmpgate.yaml")} encrypts them\n`,
  });
  expect(await run(["encrypt", ...config], env)).toMatchObject({
    code: 0,
    out: `${file}: 1 secret encrypted\n`,
  });
  expect(await run(["encrypt", ...config, "--check"], env)).toMatchObject({
    code: 0,
    out: "no secret stands in clear text\n",
  });
  const rotated = await run(["rotate", ...config], env);
  expect(rotated).toMatchObject({
    code: 0,
    out: expect.stringMatching(/older keys may go from SNMPGATE_KEY\n$/),
  });
});
