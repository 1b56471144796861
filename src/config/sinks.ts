import type { Field } from "./field.ts";
import { ingestUrl } from "./ingest-url.ts";
import { PATH_LENGTH_MAX, readPath } from "./paths.ts";
import { readBoolean, readEnum, readInteger, readList, readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";
import { CLEAR_TEXT_SECRET, INSECURE } from "./service-codes.ts";
import { sinkNames } from "./sink-names.ts";

export interface DynatraceSinkConfig {
  readonly type: "dynatrace";
  readonly name: string;
  /** Full URL of the metric ingest. */
  readonly url: string;
  /** Undefined only for the local ingest, which asks for none. */
  readonly token: SecretRef | undefined;
  /** PEM file of certificates to trust besides the system's. */
  readonly caFile: string | undefined;
  readonly proxy: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxQueueLines: number | undefined;
  readonly insecureSkipVerify: boolean;
}

export interface LinesSinkConfig {
  readonly type: "lines";
  readonly name: string;
  /** A file to append to; `-` is standard output. */
  readonly path: string;
}

export type SinkConfig = DynatraceSinkConfig | LinesSinkConfig;

const DEFAULT_SINK: LinesSinkConfig = { type: "lines", name: "lines", path: "-" };

const SINK_TYPES = ["dynatrace", "lines"] as const;
const SINKS_MAX = 20;

/** Reads `sinks`; without any, lines go to standard output. */
export function readSinks(report: Report, field: Field | undefined, file: string): readonly SinkConfig[] {
  const remedy = "Write at least one sink, or leave sinks out for lines on standard output";
  const fields = readList(report, field, { min: 1, max: SINKS_MAX, remedy });
  if (fields === undefined) return [DEFAULT_SINK];
  const sections = fields.flatMap((entry) => readSection(report, entry) ?? []);
  const names = sinkNames(report, sections);
  return sections.flatMap((section) => readSink(section, names.get(section) ?? "", file) ?? []);
}

function readSink(section: Section, name: string, file: string): SinkConfig | undefined {
  const field = section.required("type", `Write one of ${SINK_TYPES.join(", ")}`);
  const type = readEnum(section.report, field, SINK_TYPES);
  if (type === undefined) return undefined;
  return type === "lines" ? readLines(section, name, file) : readDynatrace(section, name, file);
}

function readLines(section: Section, name: string, file: string): LinesSinkConfig | undefined {
  section.closed(["type", "name", "path"]);
  const field = section.required("path", "Write a file to append to, or - for standard output");
  const path = section.peekText("path") === "-" ? "-" : readPath(section.report, field, file);
  return path === undefined ? undefined : { type: "lines", name, path };
}

function readDynatrace(section: Section, name: string, file: string): DynatraceSinkConfig | undefined {
  const { report } = section;
  section.closed([
    "type",
    "name",
    "url",
    "token",
    "caFile",
    "proxy",
    "timeoutMs",
    "maxQueueLines",
    "insecureSkipVerify",
  ]);
  const { url, tokenNeeded } = readUrl(section);
  const remedy =
    "Write token: { env: DT_TOKEN } and put a token with scope metrics.ingest into that variable";
  const tokenField = tokenNeeded
    ? section.required("token", remedy, { confidential: true })
    : section.optional("token", { confidential: true });
  const token = readSecretRef(report, tokenField, file);
  const insecureSkipVerify = readBoolean(report, section.optional("insecureSkipVerify")) ?? false;
  if (insecureSkipVerify) {
    const message =
      "insecureSkipVerify lets anybody on the way read the token. Name the certificate in caFile instead";
    report.warning(INSECURE, section.placeOf("insecureSkipVerify"), message);
  }
  const rest = {
    caFile: readPath(report, section.optional("caFile"), file),
    proxy: readProxy(section),
    timeoutMs: readInteger(report, section.optional("timeoutMs"), { min: 100, max: 600_000 }),
    maxQueueLines: readInteger(report, section.optional("maxQueueLines"), { min: 1_000, max: 100_000_000 }),
    insecureSkipVerify,
  };
  return url === undefined ? undefined : { type: "dynatrace", name, url, token, ...rest };
}

function readUrl(section: Section): { url: string | undefined; tokenNeeded: boolean } {
  const remedy = "Write the URL of the environment, such as https://abc.live.dynatrace.com";
  const field = section.required("url", remedy, { confidential: true });
  const text = readText(section.report, field, { max: PATH_LENGTH_MAX });
  if (field === undefined || text === undefined) return { url: undefined, tokenNeeded: false };
  const parsed = ingestUrl(text);
  if (!parsed.ok) {
    section.report.error(section.report.codes.value, field, `url ${parsed.message}`);
    return { url: undefined, tokenNeeded: false };
  }
  if (parsed.clearText && parsed.tokenNeeded) {
    section.report.warning(
      INSECURE,
      field,
      "url is http: token and lines cross the network in clear text. Use https",
    );
  }
  return { url: parsed.url, tokenNeeded: parsed.tokenNeeded };
}

function readProxy(section: Section): string | undefined {
  const { report } = section;
  const field = section.optional("proxy", { confidential: true });
  const text = readText(report, field, { max: PATH_LENGTH_MAX });
  if (field === undefined || text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    report.error(report.codes.value, field, "proxy is not an http or https URL. Write http://host:port");
  } else if (url.username !== "" || url.password !== "") {
    const message =
      "proxy holds a user or password in clear text. Use a proxy that asks for none on this host";
    report.error(CLEAR_TEXT_SECRET, field, message);
  } else {
    return url.origin;
  }
  return undefined;
}
