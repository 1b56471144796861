import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type AtEnd, type Running, startProgram, until } from "./program.ts";

/** The demo as somebody else's program meets it. */
export interface RunningDemo {
  readonly url: string;
  readonly folder: string;
  readonly token: string;
  readonly spare: { readonly address: string; readonly port: string };
  call(path: string, request?: DemoCall): Promise<DemoAnswer>;
  /** The page that signs in by itself. */
  readonly signIn: string;
  readonly password: string;
  /** Ends it as Ctrl-C does; its folder stays until the test ends. */
  stop(): Promise<void>;
}

export interface DemoCall {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

export interface DemoAnswer {
  readonly status: number;
  readonly etag: string | null;
  /** Undefined without a body. */
  readonly json: unknown;
}

export interface DemoOptions {
  /** Further options of the command. */
  readonly args?: readonly string[];
  /** Default: with the test. */
  readonly atEnd?: AtEnd;
}

/** Starts `snmpgate demo`, polling each second, until all devices answered; its folder goes away at the end. */
export async function startDemoProgram({
  args = [],
  atEnd = onTestFinished,
}: DemoOptions = {}): Promise<RunningDemo> {
  const running = await startedOnSomePort(args, atEnd);
  const { stderr } = running.output();
  const folder = /in (\S+)\/token/.exec(stderr)?.[1];
  const url = /API\s+(http\S+)\/api\/docs/.exec(stderr)?.[1];
  const spare = /to be added\s+([\d.]+):(\d+)/.exec(stderr);
  if (folder === undefined || url === undefined || spare === null) throw new Error(`no demo: ${stderr}`);
  atEnd(async () => {
    running.child.kill("SIGKILL");
    await running.ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const token = readFileSync(join(folder, "token"), "utf8").trim();
  const call: RunningDemo["call"] = (path, request) => callApi(url, token, path, request);
  const polled = args.includes("--empty") ? '"devices":{}' : '"devices":{"OK":6}';
  await eventually(
    () => call("/api/snmpgate/status"),
    ({ json }) => JSON.stringify(json).includes(polled),
  );
  const password = readFileSync(join(folder, "data/initial-admin-password"), "utf8").trim();
  return {
    signIn: `${url}/ui/#sign-in=admin:${encodeURIComponent(password)}`,
    password,
    url,
    folder,
    token,
    spare: { address: spare[1]!, port: spare[2]! },
    call,
    stop: async () => {
      running.child.kill("SIGINT");
      await running.ended;
    },
  };
}

/** Another demo may take the port between our look at it and our listening: then this one looks again. */
async function startedOnSomePort(args: readonly string[], atEnd: AtEnd): Promise<Running> {
  const running = startProgram(["demo", "--interval-ms", "1000", ...args], {}, { atEnd });
  const stderr = (): string => running.output().stderr;
  await until(() => stderr().includes("to be added") || running.child.exitCode !== null);
  return stderr().includes("EADDRINUSE") ? startedOnSomePort(args, atEnd) : running;
}

/** One call to an API with a token. */
export async function callApi(
  url: string,
  token: string,
  path: string,
  { method = "GET", query = {}, body, ifMatch }: DemoCall = {},
): Promise<DemoAnswer> {
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${url}${path}${search === "" ? "" : `?${search}`}`, {
    method,
    headers: {
      authorization: `Api-Token ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, etag: response.headers.get("etag"), json };
}

/** Asks until the answer is as wanted; the test's own timeout is the bound. */
export async function eventually<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Authentication that the switch which is not polled yet takes. */
export const SPARE_COMMUNITY = { type: "SNMPv2c", community: "demo-community" };

/** An element of activation JSON for the switch that is not polled yet. */
export function spareElement({ spare }: RunningDemo, description: string) {
  const device = { ip: spare.address, port: Number(spare.port), authentication: SPARE_COMMUNITY };
  return {
    extension: "custom:network-switch",
    scope: "ag_group-default",
    value: { version: "1.0.0", description, featureSets: [], snmp: { devices: [device] } },
  };
}
