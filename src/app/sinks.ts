import { Secret } from "../base/index.ts";
import type { HeaderRefs, HttpSettings, SecretRef, SinkConfig } from "../config/index.ts";
import {
  createDynatraceSink,
  createLinesSink,
  createOtlpSink,
  createPrometheusSink,
  DynatraceLogs,
  type DynatraceSinkOptions,
  logsUrlOf,
  type MetricInfoOf,
  type RemoteWriteAuth,
  type Sink,
} from "../ingest/index.ts";
import type { Names } from "../prometheus/index.ts";
import type { SignalTarget } from "./forwarder.ts";
import type { Host } from "./host.ts";
import { resolveSecret } from "./secrets.ts";
import { logsTarget, otlpTarget } from "./signal-targets.ts";
import { readText } from "./text-file.ts";

/** What sinks take from the rest of the service. */
export interface SinkSurroundings {
  readonly infoOf: MetricInfoOf;
  /** Of metrics as Prometheus has them. */
  readonly names: () => Names;
}

/** A sink, and what takes logs and traces on its behalf. */
export interface OpenedSink {
  readonly sink: Sink;
  readonly targets: readonly SignalTarget[];
}

type ConfigOf<T extends SinkConfig["type"]> = Extract<SinkConfig, { type: T }>;

/** A tenant answers in well under a second; an ActiveGate under load may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;
const DYNATRACE_MAX_AGE_MS = 55 * 60_000;

/**
 * Opens a configured sink.
 * @throws {AppError} when its secrets or certificates cannot be read or used
 */
export async function openSink(
  config: SinkConfig,
  host: Host,
  surroundings: SinkSurroundings,
): Promise<OpenedSink> {
  switch (config.type) {
    case "lines":
      return { sink: openLines(config, host), targets: [] };
    case "dynatrace":
      return openDynatrace(config, host, surroundings);
    case "otlp":
      return openOtlp(config, host, surroundings);
    case "prometheus":
      return { sink: await openPrometheus(config, host, surroundings), targets: [] };
  }
}

const openLines = (
  { name, path, maxFileBytes, maxFiles }: ConfigOf<"lines">,
  { stdout, clock }: Host,
): Sink =>
  createLinesSink({ name, path: path === "-" ? undefined : path, maxFileBytes, maxFiles, stdout, clock });

async function openDynatrace(
  config: ConfigOf<"dynatrace">,
  host: Host,
  { infoOf }: SinkSurroundings,
): Promise<OpenedSink> {
  const { name, url, gzip, atMostOnce } = config;
  const token = await secretOf(config.token, `sink ${name}`, host);
  const http = await httpOptions(config, host);
  const options: DynatraceSinkOptions = {
    ...http,
    ingestUrl: url,
    token,
    gzip,
    atMostOnce,
    metricInfoOf: infoOf,
  };
  const sink = createDynatraceSink(options);
  const logsUrl = config.logs ? logsUrlOf(url) : undefined;
  if (logsUrl === undefined) return { sink, targets: [] };
  const logs = new DynatraceLogs({ ...http, logsUrl, token });
  const traces = createOtlpSink({
    ...http,
    url: logsUrl.replace(/\/logs\/ingest$/, "/otlp"),
    headers: token === undefined ? {} : { Authorization: new Secret(`Api-Token ${token.reveal()}`) },
    infoOf,
  });
  return { sink, targets: [logsTarget(logs), otlpTarget(traces, { logs: false })] };
}

async function openOtlp(
  config: ConfigOf<"otlp">,
  host: Host,
  { infoOf }: SinkSurroundings,
): Promise<OpenedSink> {
  const { url, gzip, temporality, repeatDeviceAttributes } = config;
  const headers = await headersOf(config, host);
  const http = await httpOptions(config, host);
  const sink = createOtlpSink({
    ...http,
    url,
    headers,
    gzip,
    temporality,
    repeatDeviceAttributes,
    // What repeats them is Dynatrace, which takes no point that is older than an hour.
    maxAgeMs: repeatDeviceAttributes ? DYNATRACE_MAX_AGE_MS : undefined,
    infoOf,
  });
  return { sink, targets: [otlpTarget(sink, { logs: true })] };
}

async function openPrometheus(
  config: ConfigOf<"prometheus">,
  host: Host,
  { infoOf, names }: SinkSurroundings,
): Promise<Sink> {
  const headers = await headersOf(config, host);
  const auth = await authOf(config, host);
  return createPrometheusSink({
    ...(await httpOptions(config, host)),
    url: config.url,
    headers,
    auth,
    names: names(),
    infoOf,
  });
}

async function authOf(config: ConfigOf<"prometheus">, host: Host): Promise<RemoteWriteAuth | undefined> {
  const what = `sink ${config.name}`;
  const token = await secretOf(config.bearerToken, what, host);
  if (token !== undefined) return { type: "bearer", token };
  const password = await secretOf(config.password, what, host);
  return password === undefined ? undefined : { type: "basic", user: config.user ?? "", password };
}

async function headersOf(
  { name, headers }: { readonly name: string; readonly headers: HeaderRefs },
  host: Host,
): Promise<Record<string, string | Secret>> {
  const read = async ([key, value]: [string, string | SecretRef]) =>
    [
      key,
      typeof value === "string"
        ? value
        : await resolveSecret(value, `header ${key} of sink ${name}`, host.env),
    ] as const;
  return Object.fromEntries(await Promise.all(Object.entries(headers).map(read)));
}

async function httpOptions(config: HttpSettings & { readonly name: string }, host: Host) {
  const { name, caFile, client, proxy, proxyUser, timeoutMs, insecureSkipVerify } = config;
  const what = `sink ${name}`;
  return {
    name,
    ca: caFile === undefined ? undefined : await readText(caFile, `the CA file of ${what}`),
    caFile,
    client:
      client === undefined
        ? undefined
        : {
            cert: await readText(client.certFile, `the certificate of ${what}`),
            key: await resolveSecret({ file: client.keyFile }, `the key of ${what}`, host.env),
            passphrase: await secretOf(client.passphrase, `the passphrase of the key of ${what}`, host),
            certFile: client.certFile,
            keyFile: client.keyFile,
          },
    proxy,
    proxyUser,
    proxyPassword: await secretOf(config.proxyPassword, `the proxy of ${what}`, host),
    timeoutMs: timeoutMs ?? REQUEST_TIMEOUT_MS,
    insecureSkipVerify,
    clock: host.clock,
  };
}

const secretOf = async (
  ref: SecretRef | undefined,
  what: string,
  { env }: Host,
): Promise<Secret | undefined> => (ref === undefined ? undefined : await resolveSecret(ref, what, env));
