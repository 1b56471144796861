import type { Field } from "./field.ts";
import { HTTP_KEYS, type HttpSettings, readHttpSettings } from "./http-settings.ts";
import {
  type OtlpSinkConfig,
  type PrometheusSinkConfig,
  readOtlpSink,
  readPrometheusSink,
} from "./http-sinks.ts";
import { INGEST_PATH, ingestUrl } from "./ingest-url.ts";
import { PATH_LENGTH_MAX, readPath } from "./paths.ts";
import { readBoolean, readEnum, readInteger, readList, readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";
import { INSECURE } from "./service-codes.ts";
import { sinkNames } from "./sink-names.ts";

export interface DynatraceSinkConfig extends HttpSettings {
  readonly type: "dynatrace";
  readonly name: string;
  /** Full URL of the metric ingest. */
  readonly url: string;
  /** Undefined only for the local ingest, which asks for none. */
  readonly token: SecretRef | undefined;
  readonly maxQueueLines: number | undefined;
  readonly gzip: boolean;
  /** Gives counts up in place of sending them twice. */
  readonly atMostOnce: boolean;
  /** Events go to the logs API of the same environment. */
  readonly logs: boolean;
}

export interface LinesSinkConfig {
  readonly type: "lines";
  readonly name: string;
  /** A file to append to; `-` is standard output. */
  readonly path: string;
  /** At this size the file is set aside. */
  readonly maxFileBytes: number | undefined;
  /** How many files there are at most, the one that is written among them. */
  readonly maxFiles: number | undefined;
}

export type SinkConfig = DynatraceSinkConfig | LinesSinkConfig | OtlpSinkConfig | PrometheusSinkConfig;

const NO_ROTATION = { maxFileBytes: undefined, maxFiles: undefined };
const DEFAULT_SINK: LinesSinkConfig = { type: "lines", name: "lines", path: "-", ...NO_ROTATION };

const SINK_TYPES = ["dynatrace", "otlp", "prometheus", "lines"] as const;
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
  switch (type) {
    case "lines":
      return readLines(section, name, file);
    case "dynatrace":
      return readDynatrace(section, name, file);
    case "otlp":
      return readOtlpSink(section, name, file);
    case "prometheus":
      return readPrometheusSink(section, name, file);
  }
}

function readLines(section: Section, name: string, file: string): LinesSinkConfig | undefined {
  const { report } = section;
  const field = section.required("path", "Write a file to append to, or - for standard output");
  if (section.peekText("path") === "-") {
    section.closed(["type", "name", "path"]);
    return { ...DEFAULT_SINK, name };
  }
  section.closed(["type", "name", "path", "maxFileBytes", "maxFiles"]);
  const path = readPath(report, field, file);
  const rotation = {
    maxFileBytes: readInteger(report, section.optional("maxFileBytes"), FILE_BYTES),
    maxFiles: readInteger(report, section.optional("maxFiles"), { min: 2, max: 1_000 }),
  };
  return path === undefined ? undefined : { type: "lines", name, path, ...rotation };
}

const FILE_BYTES = { min: 1_000_000, max: 1_000_000_000_000 };
const DYNATRACE_KEYS = ["type", "name", "url", "token", "maxQueueLines", "gzip", "atMostOnce", "logs"];

function readDynatrace(section: Section, name: string, file: string): DynatraceSinkConfig | undefined {
  const { report } = section;
  section.closed([...DYNATRACE_KEYS, ...HTTP_KEYS]);
  const { url, tokenNeeded } = readUrl(section);
  const rest = {
    token: readToken(section, file, tokenNeeded),
    ...readHttpSettings(section, file),
    maxQueueLines: readInteger(report, section.optional("maxQueueLines"), { min: 1_000, max: 100_000_000 }),
    gzip: readBoolean(report, section.optional("gzip")) ?? false,
    atMostOnce: readBoolean(report, section.optional("atMostOnce")) ?? false,
    logs: readBoolean(report, section.optional("logs")) ?? false,
  };
  if (rest.logs && url !== undefined && !url.endsWith(INGEST_PATH)) {
    const message =
      "logs cannot be true here: a local OneAgent takes metrics only. Name a tenant or an ActiveGate in url";
    report.error(report.codes.value, section.placeOf("logs"), message);
  }
  return url === undefined ? undefined : { type: "dynatrace", name, url, ...rest };
}

function readToken(section: Section, file: string, needed: boolean): SecretRef | undefined {
  const remedy =
    "Write token: { env: DT_TOKEN } and put a token with scope metrics.ingest into that variable";
  const field = needed
    ? section.required("token", remedy, { confidential: true })
    : section.optional("token", { confidential: true });
  return readSecretRef(section.report, field, file);
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
