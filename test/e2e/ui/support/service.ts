import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callApi, type DemoAnswer, type DemoCall } from "../../../support/demo-run.ts";
import { type Running, runProgram, startProgram, temporaryFiles, until } from "../../../support/program.ts";

/** A service with a configuration of its own, as `snmpgate run` starts it; it may be stopped and started again. */
export interface UiService {
  readonly url: string;
  /** The link that signs in as admin. */
  readonly signIn: string;
  call(path: string, request?: DemoCall): Promise<DemoAnswer>;
  stop(): Promise<void>;
  /** At the same address, with the same data. */
  start(): Promise<void>;
}

export interface UiServiceOptions {
  /** Texts of extension.yaml. */
  readonly manifests: readonly string[];
  /** Elements of activation JSON. */
  readonly configurations: readonly unknown[];
  readonly intervalMs?: number;
  readonly loopbackWithoutToken?: boolean;
}

const settings = (
  port: number,
  { intervalMs = 1_000, loopbackWithoutToken = false }: UiServiceOptions,
): string => `
configDir: config
dataDir: data
listen: 127.0.0.1:${port}
intervalMs: ${intervalMs}
ingest: { loopbackWithoutToken: ${loopbackWithoutToken} }
sinks: [{ type: lines, name: lines, path: /dev/null }]
`;

export async function startUiService(options: UiServiceOptions): Promise<UiService> {
  const folder = temporaryFiles({ "snmpgate.yaml": settings(0, options) });
  const config = join(folder, "snmpgate.yaml");
  for (const part of ["extensions", "monitoring"])
    mkdirSync(join(folder, "config", part), { recursive: true });
  for (const [i, text] of options.manifests.entries())
    writeFileSync(join(folder, "config/extensions", `${i}.yaml`), text);
  for (const [i, element] of options.configurations.entries())
    writeFileSync(join(folder, "config/monitoring", `${i}.json`), JSON.stringify(element));
  const env = { XDG_CONFIG_HOME: folder };
  let running: Running;
  const begin = async (): Promise<string> => {
    running = startProgram(["run", "--config", config], env);
    const said = (): string => running.output().stdout + running.output().stderr;
    await until(() => /http:\/\/127\.0\.0\.1:\d+/.test(said()) || running.child.exitCode !== null);
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said())?.[0];
    if (found === undefined) throw new Error(`no service: ${said()}`);
    return found;
  };
  const url = await begin();
  writeFileSync(config, settings(Number(new URL(url).port), options));
  const scopes = "metrics.read,entities.read,events.read,logs.ingest,users.write,users.read";
  const made = await runProgram(
    ["token", "create", "--config", config, "--scopes", scopes, "--name", "test"],
    env,
  );
  const token = made.stdout.trim();
  const password = readFileSync(join(folder, "data/initial-admin-password"), "utf8").trim();
  return {
    url,
    signIn: `${url}/ui/#sign-in=admin:${encodeURIComponent(password)}`,
    call: (path, request) => callApi(url, token, path, request),
    stop: async () => {
      running.child.kill("SIGTERM");
      await running.ended;
    },
    start: async () => void (await begin()),
  };
}
