import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { AppError, type Clock, SECRET_MASK } from "../../base/index.ts";
import type { Outcome } from "../sink.ts";
import { mayHaveArrived, outcomeOfFailure } from "./connection-failure.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { type ProxyOptions, proxyAddress, proxyPassword } from "./http-proxy.ts";
import { type TlsOptions, tlsToProxy, tlsToServer } from "./http-tls.ts";

/** Longer than the usual poll interval, so that a connection (and its TLS handshake) serves many polls. */
const KEEP_ALIVE_MS = 65_000;
/** Shorter than a request may take, so that it is known that nothing was sent. */
const CONNECT_TIMEOUT_MS = 10_000;
/** An answer for 5 000 invalid lines is about 1 MB; of longer ones the status must do. */
const MAX_ANSWER_BYTES = 2_097_152;

export interface HttpClientOptions extends TlsOptions, ProxyOptions {
  readonly name: string;
  /** For a whole request: connection, sending, answer. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Must stand until the answer is there. */
  readonly body: Uint8Array | string;
}

export type HttpResult =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  | {
      readonly kind: "failure";
      readonly outcome: Outcome;
      /** The request may have been taken all the same: only its answer is missing. */
      readonly inDoubt: boolean;
    };

/**
 * Posts to one address over one connection that is kept. Redirects are not followed and cookies not kept: what is
 * secret goes to the configured address only, and no request depends on the one before.
 */
export class HttpClient {
  /** The address as it may be shown: without its query. */
  readonly shownUrl: string;
  readonly #options: HttpClientOptions;
  readonly #request: Dispatcher.RequestOptions;
  readonly #dispatcher: Dispatcher;
  readonly #secrets: readonly string[];

  /**
   * @param url  full address of the API
   * @param secrets  texts that must not be shown when the other side, or a proxy on the way, repeats them
   * @throws {AppError} `ingest.bad-proxy`, `ingest.bad-ca`, `ingest.bad-client-certificate`
   */
  constructor(url: URL, options: HttpClientOptions, secrets: readonly string[] = []) {
    this.shownUrl = `${url.origin}${url.pathname}`;
    this.#options = options;
    this.#dispatcher = connect(options);
    this.#secrets = [...secrets, proxyPassword(options)].filter((text) => text !== "");
    // The deadline bounds all of it, on the clock that was passed in.
    const noTimeouts = { headersTimeout: 0, bodyTimeout: 0 };
    this.#request = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: "POST",
      ...noTimeouts,
    };
  }

  /** Takes secrets out of what the other side wrote. */
  readonly redact = (text: string): string =>
    this.#secrets.reduce<string>((rest, secret) => rest.replaceAll(secret, SECRET_MASK), text);

  /** Rejects only when `signal` aborts, with its reason. */
  async post(request: HttpRequest, signal: AbortSignal): Promise<HttpResult> {
    signal.throwIfAborted();
    const { clock, timeoutMs } = this.#options;
    const deadline = startDeadline(clock, timeoutMs, signal);
    try {
      const answer = await this.#exchange(request, deadline);
      signal.throwIfAborted();
      return { kind: "answer", answer };
    } catch (error) {
      signal.throwIfAborted();
      return deadline.signal.aborted ? this.#late() : this.#failed(error);
    } finally {
      deadline.end();
    }
  }

  /** Ends what is under way too. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #exchange({ headers, body }: HttpRequest, { signal }: Deadline): Promise<HttpAnswer> {
    const response = await this.#dispatcher.request({ ...this.#request, headers, body, signal });
    const { statusCode: status } = response;
    return { status, headers: response.headers, body: await readBounded(response.body) };
  }

  #late(): HttpResult {
    const reason = `${this.shownUrl} did not answer within ${this.#options.timeoutMs} ms; the lines may have arrived.`;
    return { kind: "failure", outcome: { kind: "retry", reason, afterMs: undefined }, inDoubt: true };
  }

  #failed(error: unknown): HttpResult {
    const outcome = outcomeOfFailure(error, this.shownUrl, this.redact);
    return { kind: "failure", outcome, inDoubt: mayHaveArrived(error) };
  }
}

/**
 * The body as far as we care to read it. Its status decides what becomes of a batch, so a body that is cut, endless or
 * never finished takes nothing away from it.
 * @returns undefined when it is too long or was not finished; the rest is not fetched
 */
async function readBounded(body: Dispatcher.ResponseData["body"]): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Leaving the loop destroys the stream and its connection.
      if (bytes > MAX_ANSWER_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

function connect(options: HttpClientOptions): Dispatcher {
  const common = { connections: 1, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS };
  const timeout = Math.min(CONNECT_TIMEOUT_MS, Math.ceil(options.timeoutMs / 2));
  const toServer = { ...tlsToServer(options), timeout };
  const proxy = proxyAddress(options);
  if (proxy === undefined) return new Agent({ ...common, connect: toServer });
  const proxyTls = { ...tlsToProxy(options), timeout };
  return new ProxyAgent({ ...common, ...proxy, requestTls: toServer, proxyTls });
}

/**
 * Reads the address of a sink.
 * @param example  an address that would do
 * @throws {AppError} `ingest.bad-url`
 */
export function parseUrl(name: string, text: string, example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "")
    return url;
  throw new AppError(
    "ingest.bad-url",
    `The url of sink ${name} is not an http:// or https:// URL without user and password.`,
    { remedy: `Example: ${example}` },
  );
}
