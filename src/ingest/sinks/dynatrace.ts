import { X509Certificate } from "node:crypto";
import { createSecureContext, rootCertificates } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { AppError, type Clock, messageOf, SECRET_MASK, Secret } from "../../base/index.ts";
import type { LineBatch } from "../line-batch.ts";
import type { Outcome, Sink } from "../sink.ts";
import { outcomeOfFailure } from "./connection-failure.ts";
import { type Answer, outcomeOf } from "./dynatrace-answer.ts";

/** A local OneAgent takes no more lines in a request. */
const ONE_AGENT_BATCH_LINES = 1_000;
/** A tenant and an ActiveGate know no limit of lines. Full bodies cost us half of what bodies of 1 000 lines do. */
const MAX_BATCH_LINES = 5_000;
/** Of `http://localhost:14499/metrics/ingest`; tenants and ActiveGates have `/api/v2` before it. */
const ONE_AGENT_PATH = "/metrics/ingest";
/** The API takes 1 MB; whether that is 1 000 000 or 1 048 576 bytes is told differently in places. */
const MAX_BATCH_BYTES = 1_000_000;
/** The server refuses points older than an hour; five minutes are for the way and for clocks that differ. */
const MAX_AGE_MS = 55 * 60_000;
/** An answer for 5 000 invalid lines is about 1 MB; of longer ones the status must do. */
const MAX_ANSWER_BYTES = 2_097_152;
/** Longer than the usual poll interval, so that a connection (and its TLS handshake) serves many polls. */
const KEEP_ALIVE_MS = 65_000;
/** Made once: the error that `abort()` makes by itself takes a stack, some 20 µs a request. */
const REQUEST_ENDED = new Error("the request ended");

export interface DynatraceSinkOptions {
  readonly name: string;
  /** The full address of the API, e.g. `https://<environment>.live.dynatrace.com/api/v2/metrics/ingest`. */
  readonly ingestUrl: string;
  /** API token with the scope `metrics.ingest`. A local OneAgent needs none. */
  readonly token?: Secret | undefined;
  /** For a whole request: connection, sending, answer. */
  readonly timeoutMs: number;
  /** Certificates (PEM) to trust besides the public ones. */
  readonly ca?: string | undefined;
  /** The file that `ca` was read from, to name it in errors. */
  readonly caFile?: string | undefined;
  /** Address of an HTTP proxy; may hold user and password. */
  readonly proxy?: string | Secret | undefined;
  /** Accept any certificate. */
  readonly insecureSkipVerify?: boolean | undefined;
  readonly clock: Clock;
}

/**
 * Sends batches to the metric ingest API, version 2, of a tenant, an ActiveGate or a OneAgent.
 * Redirects are not followed: the token goes to the configured address only.
 * @throws {AppError} `ingest.bad-url`, `ingest.bad-proxy`, `ingest.bad-token`, `ingest.bad-ca`
 */
export function createDynatraceSink(options: DynatraceSinkOptions): Sink {
  const url = parseUrl(options);
  const token = readToken(options);
  const dispatcher = connect(options);
  const shownUrl = `${url.origin}${url.pathname}`;
  const redact = redactor(token, options.proxy);
  const context = { shownUrl, shownToken: token === undefined ? undefined : showToken(token), redact };
  const request: Dispatcher.RequestOptions = {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: "POST",
    headers: {
      "content-type": "text/plain; charset=utf-8",
      accept: "application/json",
      "user-agent": "snmpgate",
      ...(token === undefined ? {} : { authorization: `Api-Token ${token}` }),
    },
    // The deadline below bounds all of it, on the clock that was passed in.
    headersTimeout: 0,
    bodyTimeout: 0,
  };

  async function send(batch: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    const deadline = startDeadline(options, signal);
    try {
      // No break after the last line.
      const body = batch.bytes.subarray(0, -1);
      const response = await dispatcher.request({ ...request, body, signal: deadline.signal });
      const answer: Answer = {
        status: response.statusCode,
        headers: response.headers,
        body: await readBounded(response.body),
      };
      return outcomeOf(answer, { ...context, batch, wallMs: options.clock.wallMs() });
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.signal.aborted) return outcomeOfFailure(error, shownUrl, redact);
      const reason = `${shownUrl} did not answer within ${options.timeoutMs} ms; the lines may have arrived.`;
      return { kind: "retry", reason, afterMs: undefined };
    } finally {
      deadline.end();
    }
  }

  return {
    name: options.name,
    maxBatchLines: url.pathname === ONE_AGENT_PATH ? ONE_AGENT_BATCH_LINES : MAX_BATCH_LINES,
    maxBatchBytes: MAX_BATCH_BYTES,
    maxAgeMs: MAX_AGE_MS,
    send,
    close: async () => {
      await dispatcher.destroy();
    },
  };
}

/** One signal for "the caller gave up" and "time is over"; `end` takes every listener and timer away again. */
function startDeadline({ clock, timeoutMs }: DynatraceSinkOptions, signal: AbortSignal) {
  const over = new AbortController();
  const ended = new AbortController();
  const onAbort = () => over.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  void clock.sleepUntil(clock.monotonicMs() + timeoutMs, ended.signal).then(
    () => over.abort(),
    () => {},
  );
  const end = () => {
    signal.removeEventListener("abort", onAbort);
    ended.abort(REQUEST_ENDED);
  };
  return { signal: over.signal, end };
}

/** @returns undefined when the text is longer than we care to read; the rest is not fetched */
async function readBounded(body: Dispatcher.ResponseData["body"]): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream and its connection.
    if (bytes > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function connect(options: DynatraceSinkOptions): Dispatcher {
  const { proxy, insecureSkipVerify, timeoutMs } = options;
  const secureContext = trusting(options);
  const tls = {
    ...(secureContext === undefined ? {} : { secureContext }),
    ...(insecureSkipVerify === true ? { rejectUnauthorized: false } : {}),
  };
  const common = { connections: 1, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS };
  if (proxy === undefined) return new Agent({ ...common, connect: { ...tls, timeout: timeoutMs } });
  return new ProxyAgent({ ...common, ...proxyAddress(proxy, options.name), requestTls: tls, proxyTls: tls });
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Built once: the public certificates alone take some 10 ms to parse. */
function trusting({ name, ca, caFile }: DynatraceSinkOptions) {
  if (ca === undefined) return undefined;
  try {
    // Parsed one by one: a context passes over what it cannot read, and that would show as failing handshakes only.
    const certificates = (ca.match(PEM_CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem).toString());
    if (certificates.length === 0) throw new Error("there is no PEM certificate in it");
    return createSecureContext({ ca: [...rootCertificates, ...certificates] });
  } catch (cause) {
    throw new AppError(
      "ingest.bad-ca",
      `The caFile ${caFile === undefined ? "" : `${caFile} `}of sink ${name} cannot be read: ${messageOf(cause)}.`,
      {
        remedy:
          "Name a file with certificates in PEM form: text that starts with -----BEGIN CERTIFICATE-----.",
        cause,
      },
    );
  }
}

function proxyAddress(proxy: string | Secret, name: string): { uri: string; token?: string } {
  const text = proxy instanceof Secret ? proxy.reveal() : proxy;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The address may hold a password, so it is not shown.
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new AppError("ingest.bad-proxy", `The proxy of sink ${name} is not an http:// or https:// URL.`, {
      remedy: "Write it as http://host:port, or http://user:password@host:port.",
    });
  }
  if (url.username === "") return { uri: url.origin };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { uri: url.origin, token: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

function parseUrl({ name, ingestUrl: text }: DynatraceSinkOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new AppError(
      "ingest.bad-url",
      `The url of sink ${name} is not an http:// or https:// URL without user and password.`,
      {
        remedy: "Example: https://<environment>.live.dynatrace.com/api/v2/metrics/ingest",
      },
    );
  }
  return url;
}

/** Tokens read from files end in a line break; what else no header can carry is refused here, unseen. */
function readToken({ name, token }: DynatraceSinkOptions): string | undefined {
  const text = token?.reveal().trim();
  if (text === undefined || /^[\x21-\x7e]+$/.test(text)) return text;
  throw new AppError(
    "ingest.bad-token",
    `The token of sink ${name} is empty or holds characters no token has.`,
    {
      remedy:
        "Copy the token again: it looks like dt0c01.<24 characters>.<64 characters>, without blanks or quotes.",
    },
  );
}

/** The first two parts of a token are its public id; of a token of another shape nothing is shown. */
function showToken(token: string): string {
  const id = /^(dt0[A-Za-z]\d{2}\.[A-Z0-9]{24})\.[A-Z0-9]{64}$/.exec(token)?.[1];
  return id === undefined ? "the token" : `token ${id}`;
}

/** Takes out secrets that the other side, or a proxy on the way, might repeat to us. */
function redactor(token: string | undefined, proxy: string | Secret | undefined): (text: string) => string {
  const proxyText = proxy instanceof Secret ? proxy.reveal() : (proxy ?? "");
  const password = URL.canParse(proxyText) ? decodeURIComponent(new URL(proxyText).password) : "";
  const secrets = [token, token?.split(".")[2], password].filter((text) => text !== undefined && text !== "");
  return (text) => secrets.reduce<string>((rest, secret) => rest.replaceAll(secret!, SECRET_MASK), text);
}
