import type { Loaded } from "../source/index.ts";
import { PORT_MAX } from "./endpoint.ts";
import { echo, type Field, rootField, shown } from "./field.ts";
import { type FrontSettings, readFrontSettings, readSecretsKey } from "./front-settings.ts";
import { hostProblem, isIpv4, isIpv6 } from "./host.ts";
import { type IngestSettings, readIngestSettings } from "./ingest-settings.ts";
import { pathFrom, readPath } from "./paths.ts";
import { type QueueSettings, readQueueSettings } from "./queue-settings.ts";
import { readBoolean, readEnum, readInteger, readList, readSection, readText, type Section } from "./read.ts";
import { type Report, readSource } from "./report.ts";
import type { SecretRef } from "./secret-ref.ts";
import { DUPLICATE, SERVICE_CODES } from "./service-codes.ts";
import { readSinks, type SinkConfig } from "./sinks.ts";
import { readSnmpSettings, type SnmpSettings } from "./snmp-settings.ts";
import { readStoreSettings, type StoreSettings } from "./store-settings.ts";

const SERVICE_LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** What `snmpgate run` works with: paths are relative to the working directory, as given for the file itself. */
export interface ServiceConfig {
  /** Manifests: `extension.yaml`, a folder with one, or a package. None: a gateway that polls nothing. */
  readonly extensions: readonly string[];
  readonly monitoringConfigurations: readonly ConfigurationFile[];
  /** Where queues and counters are kept. */
  readonly dataDir: string;
  readonly listen: ListenAddress | undefined;
  readonly front: FrontSettings;
  /** Manifests, configurations and credentials that change while the service runs, from outside and by the API. */
  readonly configDir: string | undefined;
  /** Of the key that encrypts secrets at rest. */
  readonly secretsKey: SecretRef | undefined;
  readonly store: StoreSettings;
  /** Who may send to us, and how it is read. */
  readonly ingest: IngestSettings;
  /** Folders of MIB files besides the built-in ones. */
  readonly mibDirs: readonly string[];
  readonly logLevel: (typeof SERVICE_LOG_LEVELS)[number];
  /** Polls every group at this interval instead of the manifest's. */
  readonly intervalMs: number | undefined;
  readonly snmp: SnmpSettings;
  readonly queue: QueueSettings;
  /** The last polls are kept for `/metrics/devices`. */
  readonly scrape: boolean;
  /** The service's own figures are delivered as lines, once a minute. */
  readonly selfMonitoring: boolean;
  readonly sinks: readonly SinkConfig[];
}

export interface ConfigurationFile {
  readonly path: string;
  /** Name of the extension; needed when several extensions have the version that the file asks for. */
  readonly extension: string | undefined;
}

export interface ListenAddress {
  /** IPv4, IPv6 without brackets, or a name. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

const DEFAULT_DATA_DIR = "./snmpgate-data";
const FILES_MAX = 1_000;
const INTERVAL_MS = { min: 1_000, max: 2_880 * 60_000 };

/**
 * Reads the configuration of the service (YAML or JSON).
 * @param options.file  path of the text: relative paths in it count from its folder
 * @returns the configuration when there is no error; findings S001–S008, S101 and S102. No finding quotes a secret.
 */
export function loadServiceConfig(text: string, { file }: { readonly file: string }): Loaded<ServiceConfig> {
  return readSource(text, SERVICE_CODES, (root, report) => {
    const section = readSection(report, rootField(root));
    const config = section === undefined ? undefined : readService(section, file);
    return report.errors === 0 ? config : undefined;
  });
}

function readService(section: Section, file: string): ServiceConfig {
  const { report } = section;
  section.closed([
    "extensions",
    "monitoringConfigurations",
    "dataDir",
    "listen",
    "ingest",
    "mibDirs",
    "logLevel",
    "intervalMs",
    "configDir",
    "store",
    "tls",
    "insecure",
    "secrets",
    "snmp",
    "queue",
    "scrape",
    "selfMonitoring",
    "sinks",
  ]);
  const polling = pollingFields(section);
  const listen = readListen(section);
  return {
    extensions: readPaths(report, polling.extensions, file, polling.min),
    monitoringConfigurations: readConfigurationFiles(report, polling.configurations, file, polling.min),
    dataDir: readPath(report, section.optional("dataDir"), file) ?? pathFrom(file, DEFAULT_DATA_DIR),
    listen,
    front: readFrontSettings(section, listen, file),
    configDir: readPath(report, section.optional("configDir"), file),
    secretsKey: readSecretsKey(section, file),
    store: readStoreSettings(section),
    ingest: readIngestSettings(section),
    mibDirs: readPaths(report, section.optional("mibDirs"), file, 0),
    logLevel: readEnum(report, section.optional("logLevel"), SERVICE_LOG_LEVELS) ?? "info",
    intervalMs: readInteger(report, section.optional("intervalMs"), INTERVAL_MS),
    snmp: readSnmpSettings(section),
    queue: readQueueSettings(section),
    scrape: readBoolean(report, section.optional("scrape")) ?? false,
    selfMonitoring: readBoolean(report, section.optional("selfMonitoring")) ?? false,
    sinks: readSinks(report, section.optional("sinks"), file),
  };
}

/**
 * What there is to poll. With `listen` there may be nothing, or extensions alone, whose topology rules hold for what
 * comes in as well; devices to poll always need their extension.
 */
function pollingFields(section: Section): {
  readonly extensions: Field | undefined;
  readonly configurations: Field | undefined;
  readonly min: 0 | 1;
} {
  const mayPollNothing =
    section.optional("listen") !== undefined || section.optional("configDir") !== undefined;
  const orListen = ", or an address in listen for a service that only takes data in";
  const given = section.optional("monitoringConfigurations");
  // Those of a configuration may be in configDir.
  const needsExtensions =
    section.optional("configDir") === undefined && (!mayPollNothing || listsSomething(given));
  const extensions = needsExtensions
    ? section.required(
        "extensions",
        `List the extension.yaml files or packages to load${mayPollNothing ? "" : orListen}`,
      )
    : section.optional("extensions");
  const configurations = mayPollNothing
    ? given
    : section.required(
        "monitoringConfigurations",
        `List the JSON files that say which devices to poll${orListen}`,
      );
  return { extensions, configurations, min: needsExtensions ? 1 : 0 };
}

function listsSomething(field: Field | undefined): boolean {
  return field !== undefined && !(field.node.kind === "list" && field.node.items.length === 0);
}

function readPaths(report: Report, field: Field | undefined, file: string, min: 0 | 1): readonly string[] {
  const fields = readList(report, field, {
    min,
    max: FILES_MAX,
    remedy: "Write one path on each line after a -",
  });
  const seen = new Set<string>();
  return (fields ?? []).flatMap((entry) => readNewPath(report, entry, file, seen) ?? []);
}

function readNewPath(report: Report, field: Field, file: string, seen: Set<string>): string | undefined {
  const path = readPath(report, field, file);
  if (path === undefined) return undefined;
  if (seen.has(path)) {
    report.error(DUPLICATE, field, `${shown(path)} is listed twice. Remove one of them`, echo(field));
  }
  seen.add(path);
  return path;
}

function readConfigurationFiles(
  report: Report,
  field: Field | undefined,
  file: string,
  min: 0 | 1,
): readonly ConfigurationFile[] {
  const remedy = "Write one path on each line after a -";
  const seen = new Set<string>();
  return (readList(report, field, { min, max: FILES_MAX, remedy }) ?? []).flatMap((entry) => {
    if (entry.node.kind !== "map") {
      const path = readNewPath(report, entry, file, seen);
      return path === undefined ? [] : [{ path, extension: undefined }];
    }
    const section = readSection(report, entry)!;
    section.closed(["path", "extension"]);
    const pathField = section.required("path", "Write the path of the JSON file");
    const path = pathField === undefined ? undefined : readNewPath(report, pathField, file, seen);
    const extension = readText(report, section.optional("extension"));
    return path === undefined ? [] : [{ path, extension }];
  });
}

const LISTEN = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/;

/** `127.0.0.1:9999`, `localhost:9999`, `[::1]:9999`. */
function readListen(section: Section): ListenAddress | undefined {
  const { report } = section;
  const field = section.optional("listen");
  const text = readText(report, field);
  if (field === undefined || text === undefined) return undefined;
  const [, bracketed, plain, digits] = LISTEN.exec(text) ?? [];
  const host = bracketed ?? plain ?? "";
  const port = Number(digits);
  const hostIsGood = bracketed === undefined ? isIpv4(host) || hostProblem(host) === undefined : isIpv6(host);
  if (digits !== undefined && port <= PORT_MAX && hostIsGood) return { host, port };
  const message = `listen ${shown(text)} is not host:port. Write it like 127.0.0.1:9999 or [::1]:9999`;
  report.error(report.codes.value, field, message, echo(field));
  return undefined;
}
