import type { Field } from "./field.ts";
import { echo, shown } from "./field.ts";
import { HTTP_KEYS, type HttpSettings, readHttpSettings } from "./http-settings.ts";
import { PATH_LENGTH_MAX } from "./paths.ts";
import { readBoolean, readEnum, readInteger, readSection, readText, type Section } from "./read.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";
import { INSECURE } from "./service-codes.ts";

/** Headers by name: a text, or a secret that stands elsewhere. */
export type HeaderRefs = Readonly<Record<string, string | SecretRef>>;

export interface OtlpSinkConfig extends HttpSettings {
  readonly type: "otlp";
  readonly name: string;
  /** Base address, to which `/v1/metrics` is appended, or the full one. */
  readonly url: string;
  readonly headers: HeaderRefs;
  readonly gzip: boolean;
  readonly temporality: "delta" | "cumulative";
  /** Device attributes on each point too, for Dynatrace. */
  readonly repeatDeviceAttributes: boolean;
  readonly maxQueueLines: number | undefined;
}

export interface PrometheusSinkConfig extends HttpSettings {
  readonly type: "prometheus";
  readonly name: string;
  /** Of the remote-write receiver, in full. */
  readonly url: string;
  readonly headers: HeaderRefs;
  readonly bearerToken: SecretRef | undefined;
  readonly user: string | undefined;
  readonly password: SecretRef | undefined;
  readonly maxQueueLines: number | undefined;
}

const HEADER_MAX = 4_096;
const QUEUE_LINES = { min: 1_000, max: 1_000_000_000 };
const OTLP_KEYS = [
  "type",
  "name",
  "url",
  "headers",
  "gzip",
  "temporality",
  "repeatDeviceAttributes",
  "maxQueueLines",
];
const PROMETHEUS_KEYS = [
  "type",
  "name",
  "url",
  "headers",
  "bearerToken",
  "user",
  "password",
  "maxQueueLines",
];

export function readOtlpSink(section: Section, name: string, file: string): OtlpSinkConfig | undefined {
  const { report } = section;
  section.closed([...OTLP_KEYS, ...HTTP_KEYS]);
  const url = readUrl(section, "http://127.0.0.1:4318");
  const headers = readHeaders(section, file);
  warnOfClearText(
    section,
    url,
    Object.values(headers).some((value) => typeof value !== "string"),
  );
  const rest = {
    headers,
    ...readHttpSettings(section, file),
    gzip: readBoolean(report, section.optional("gzip")) ?? true,
    temporality:
      readEnum(report, section.optional("temporality"), ["delta", "cumulative"] as const) ?? "delta",
    repeatDeviceAttributes: readBoolean(report, section.optional("repeatDeviceAttributes")) ?? false,
    maxQueueLines: readInteger(report, section.optional("maxQueueLines"), QUEUE_LINES),
  };
  return url === undefined ? undefined : { type: "otlp", name, url, ...rest };
}

export function readPrometheusSink(
  section: Section,
  name: string,
  file: string,
): PrometheusSinkConfig | undefined {
  const { report } = section;
  section.closed([...PROMETHEUS_KEYS, ...HTTP_KEYS]);
  const url = readUrl(section, "http://127.0.0.1:9090/api/v1/write");
  const secret = (key: string): SecretRef | undefined =>
    readSecretRef(report, section.optional(key, { confidential: true }), file);
  const [bearerToken, password] = [secret("bearerToken"), secret("password")];
  const headers = readHeaders(section, file);
  const hasSecret = Object.values(headers).some((value) => typeof value !== "string");
  warnOfClearText(section, url, hasSecret || bearerToken !== undefined || password !== undefined);
  if (password !== undefined) section.required("user", "Write the name that the password belongs to");
  if (bearerToken !== undefined && password !== undefined) {
    const message = "bearerToken and password exclude each other. Remove one of them";
    report.error(report.codes.value, section.placeOf("password"), message);
  }
  const rest = {
    headers,
    bearerToken,
    user: readText(report, section.optional("user")),
    password,
    ...readHttpSettings(section, file),
    maxQueueLines: readInteger(report, section.optional("maxQueueLines"), QUEUE_LINES),
  };
  return url === undefined ? undefined : { type: "prometheus", name, url, ...rest };
}

function readUrl(section: Section, example: string): string | undefined {
  const { report } = section;
  const field = section.required("url", `Write the address, such as ${example}`, { confidential: true });
  const text = readText(report, field, { max: PATH_LENGTH_MAX });
  if (field === undefined || text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "")
    return text;
  const message =
    url?.username || url?.password
      ? "url holds a user or password in clear text. Write them as headers, or as user and password"
      : `url is no http or https address. Write one such as ${example}`;
  report.error(report.codes.value, field, message);
  return undefined;
}

function warnOfClearText(section: Section, url: string | undefined, hasSecret: boolean): void {
  if (!hasSecret || url === undefined || url.startsWith("https:")) return;
  const message = "url is http: secrets and data cross the network in clear text. Use https";
  section.report.warning(INSECURE, section.placeOf("url"), message);
}

/** `headers: { Authorization: { env: TOKEN }, X-Scope-OrgID: net }`. */
function readHeaders(section: Section, file: string): HeaderRefs {
  const { report } = section;
  const headers = readSection(report, section.optional("headers", { confidential: true }));
  if (headers === undefined) return {};
  return Object.fromEntries(
    [...headers.keys].flatMap((key) => {
      const value = readHeader(section, headers.optional(key, { confidential: true }), key, file);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function readHeader(
  { report }: Section,
  field: Field | undefined,
  key: string,
  file: string,
): string | SecretRef | undefined {
  if (field === undefined) return undefined;
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(key)) {
    report.error(report.codes.value, field, `${shown(key)} is no name of a header`, echo(field));
    return undefined;
  }
  if (field.node.kind === "map") return readSecretRef(report, field, file);
  return readText(report, field, { max: HEADER_MAX });
}
