import type { AuthoringPort } from "./authoring-port.ts";
import type { ServiceStatus } from "./contract/service.ts";
import type { DeviceViewPort } from "./device-view-port.ts";
import type { FleetPort } from "./fleet-port.ts";
import type { DevicePoll, PollingPort } from "./polling-port.ts";
import type { ScreensPort } from "./screens-port.ts";
import type { SetupPort } from "./setup-port.ts";
import type { TopologyPort } from "./topology-port.ts";

// What the routes of the API ask of the composition: one port for each subject. Shapes are those of specs 2 to 4; the
// zod contract in `contract/` holds the same shapes for validation and the OpenAPI document. A port refuses by throwing
// an `ApiError` with status, code, message, remedy and, where single values are at fault, violations.

/** All that the routes beside the ingest ask for. */
export interface ApiPorts {
  readonly entities: EntitiesPort;
  readonly screens: ScreensPort;
  readonly metrics: MetricsPort;
  readonly extensions: ExtensionsPort;
  readonly configurations: ConfigurationsPort;
  readonly credentials: CredentialsPort;
  readonly onboarding: OnboardingPort;
  readonly authoring: AuthoringPort;
  readonly topology: TopologyPort;
  readonly setup: SetupPort;
  readonly fleet: FleetPort;
  readonly status: StatusPort;
  readonly polling: PollingPort;
  readonly deviceView: DeviceViewPort;
}

/** Who calls, for the audit log. */
export interface Caller {
  /** Public part of the token, `user:<name>`, or `loopback`. */
  readonly id: string;
  readonly address: string;
}

/** A part of a longer list. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}
export interface Paged<T> {
  readonly totalCount: number;
  readonly items: readonly T[];
}

// Entities (spec 4 §5) ------------------------------------------------------------------------------------------------

export interface EntitiesPort {
  /** Texts as in the query: the port parses them and throws 400. */
  list(query: EntitiesQuery & Page): Promise<Paged<EntityJson>>;
  /** @returns undefined for an unknown id */
  get(id: string, query: Pick<EntitiesQuery, "from" | "to" | "fields">): Promise<EntityJson | undefined>;
  types(page: Page): Paged<EntityTypeJson>;
  type(name: string): EntityTypeJson | undefined;
  putCustom(
    body: CustomDeviceJson,
    caller: Caller,
  ): Promise<{ readonly created: boolean; readonly entityId: string; readonly groupId: string }>;
  tags(query: TagQuery): Promise<readonly TagJson[]>;
  addTags(
    query: TagQuery,
    tags: readonly { readonly key: string; readonly value?: string | undefined }[],
    caller: Caller,
  ): Promise<{ readonly matchedEntitiesCount: number; readonly appliedTags: readonly TagJson[] }>;
  removeTags(
    query: TagQuery,
    tag: { readonly key: string; readonly value?: string | undefined; readonly deleteAllWithKey: boolean },
    caller: Caller,
  ): Promise<{ readonly matchedEntitiesCount: number }>;
  /** What changed of one entity, latest first. */
  history(
    id: string,
    range: TimeRange & { readonly limit: number },
  ): Promise<readonly EntityChangeJson[] | undefined>;
}

export interface TimeRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
export interface EntitiesQuery extends TimeRange {
  readonly entitySelector: string;
  readonly fields?: string | undefined;
  readonly sort?: string | undefined;
}
export interface TagQuery extends TimeRange {
  readonly entitySelector: string;
}

export interface EntityReference {
  readonly id: string;
  readonly type: string;
}
export interface TagJson {
  readonly context: string;
  readonly key: string;
  readonly value?: string | undefined;
  readonly stringRepresentation: string;
}
export interface EntityJson {
  readonly entityId: string;
  readonly displayName: string;
  readonly type: string;
  readonly firstSeenTms?: number | undefined;
  readonly lastSeenTms?: number | undefined;
  readonly properties?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly tags?: readonly TagJson[] | undefined;
  readonly managementZones?: readonly { readonly id: string; readonly name: string }[] | undefined;
  readonly icon?: { readonly primaryIconType: string } | undefined;
  readonly fromRelationships?: Readonly<Record<string, readonly EntityReference[]>> | undefined;
  readonly toRelationships?: Readonly<Record<string, readonly EntityReference[]>> | undefined;
}
export interface EntityTypeJson {
  readonly type: string;
  readonly displayName: string;
  readonly dimensionKey: string;
  readonly entityLimitExceeded: boolean;
  readonly properties: readonly {
    readonly id: string;
    readonly type: string;
    readonly displayName: string;
  }[];
  readonly fromRelationships: readonly { readonly id: string; readonly toTypes: readonly string[] }[];
  readonly toRelationships: readonly { readonly id: string; readonly fromTypes: readonly string[] }[];
  /** The kind of value, `List`. */
  readonly tags: string;
  readonly managementZones: string;
}
export interface CustomDeviceJson {
  readonly customDeviceId: string;
  readonly displayName: string;
  readonly group?: string | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
  readonly listenPorts?: readonly number[] | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly faviconUrl?: string | undefined;
  readonly configUrl?: string | undefined;
}
export interface EntityChangeJson {
  readonly timestamp: number;
  /** `created`, `renamed`, `attribute`, `relationship-added`, `relationship-removed`, `tag`. */
  readonly kind: string;
  /** Attribute key, relation name or tag key. */
  readonly what?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

// Metrics (spec 3 §5, spec 1 §11) -------------------------------------------------------------------------------------

export interface MetricsPort {
  list(
    query: {
      readonly metricSelector?: string | undefined;
      readonly text?: string | undefined;
      readonly fields?: string | undefined;
      readonly writtenSince?: string | undefined;
    } & Page,
  ): Paged<MetricDescriptorJson> | Promise<Paged<MetricDescriptorJson>>;
  descriptor(key: string): MetricDescriptorJson | undefined;
  /** @param signal  aborted when nobody waits for the answer any more */
  query(query: MetricQuery, signal?: AbortSignal): Promise<MetricResultJson>;
}
export interface MetricQuery extends TimeRange {
  readonly metricSelector: string;
  readonly resolution?: string | undefined;
  readonly entitySelector?: string | undefined;
}
export interface MetricDescriptorJson {
  readonly metricId: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  readonly aggregationTypes?: readonly string[] | undefined;
  readonly defaultAggregation?: { readonly type: string } | undefined;
  readonly dimensionDefinitions?:
    | readonly {
        readonly key: string;
        readonly name: string;
        readonly displayName: string;
        readonly index: number;
        readonly type: string;
      }[]
    | undefined;
  readonly transformations?: readonly string[] | undefined;
  readonly entityType?: readonly string[] | undefined;
  readonly created?: number | undefined;
  readonly lastWritten?: number | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metricValueType?: { readonly type: string } | undefined;
  readonly scalar?: boolean | undefined;
}
export interface MetricResultJson {
  readonly totalCount: number;
  readonly nextPageKey: null;
  readonly resolution: string;
  readonly warnings?: readonly string[] | undefined;
  readonly result: readonly {
    readonly metricId: string;
    readonly dataPointCountRatio: number;
    readonly dimensionCountRatio: number;
    readonly warnings?: readonly string[] | undefined;
    /** Gone through once, each made when it is asked for: there may be 100,000. */
    readonly data: Iterable<MetricSeriesJson>;
  }[];
}

export interface MetricSeriesJson {
  readonly dimensions: readonly string[];
  readonly dimensionMap: Readonly<Record<string, string>>;
  readonly timestamps: readonly number[];
  readonly values: readonly (number | null)[];
}

// Extensions and monitoring configurations (spec 2 §3) ----------------------------------------------------------------

export interface ExtensionsPort {
  /** One for each name, with its active version, or else the newest. */
  list(filter: { readonly name?: string | undefined } & Page): Paged<ExtensionVersionJson>;
  versions(name: string, page: Page): Paged<ExtensionVersionJson> | undefined;
  get(name: string, version: string): ExtensionJson | undefined;
  /** @param file  a zip, or the text of an extension.yaml */
  install(
    file: Uint8Array,
    options: { readonly validateOnly: boolean },
    caller: Caller,
  ): Promise<ExtensionJson>;
  remove(name: string, version: string, caller: Caller): Promise<ExtensionVersionJson>;
  /** JSON Schema of `value`. */
  schema(name: string, version: string): object | undefined;
  activeVersion(name: string): string | undefined;
  /** @param version  undefined: none is active any more */
  setActiveVersion(name: string, version: string | undefined, caller: Caller): Promise<void>;
  /** The text of extension.yaml. */
  manifestText(name: string, version: string): Promise<string | undefined>;
  /** The findings of a manifest that is not installed. */
  check(file: Uint8Array): Promise<readonly FindingJson[]>;
  /** What one version held before its file was changed or removed, latest first. @returns undefined for an unknown one */
  revisions(name: string, version: string): Promise<readonly ExtensionRevisionJson[] | undefined>;
  /** The text of extension.yaml in an earlier revision. */
  revisionText(name: string, version: string, revision: string): Promise<string | undefined>;
  /** Puts an earlier text in place of the file. Of a package only the manifest was kept, so a package is refused: 409. */
  restore(name: string, version: string, revision: string, caller: Caller): Promise<ExtensionJson>;
}
export interface ExtensionRevisionJson {
  readonly revision: string;
  readonly timestamp: number;
  readonly by: string;
}
export interface ExtensionVersionJson {
  readonly extensionName: string;
  readonly version: string;
}
export interface ExtensionJson extends ExtensionVersionJson {
  readonly author: { readonly name: string };
  readonly dataSources: readonly string[];
  readonly featureSets: readonly string[];
  readonly featureSetsDetails: Readonly<
    Record<
      string,
      { readonly metrics: readonly { readonly key: string; readonly metadata?: object | undefined }[] }
    >
  >;
  readonly assetsInfo: readonly { readonly assetType: string; readonly displayName: string }[];
  readonly fileHash: string;
  readonly minDynatraceVersion: string;
  readonly minEECVersion: string;
  readonly variables: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly type: string;
  }[];
}
export interface FindingJson {
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  /** JSON pointer. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly file?: string | undefined;
}

export interface ConfigurationsPort {
  list(
    extension: string,
    filter: { readonly version?: string | undefined; readonly active?: boolean | undefined } & Page,
  ): Paged<ConfigurationJson> | undefined;
  /** Secrets are masked. */
  get(extension: string, id: string): ConfigurationJson | undefined;
  /** One answer for each element, in their order. @param elements  `[{scope, value}]`, not yet checked */
  create(
    extension: string,
    elements: readonly unknown[],
    options: { readonly validateOnly: boolean },
    caller: Caller,
  ): Promise<readonly CreatedJson[]>;
  /** A secret that is the mask keeps what is stored. @param options.ifRevision  refuses with 412 when it is another */
  replace(
    extension: string,
    id: string,
    value: unknown,
    options: { readonly ifRevision?: string | undefined },
    caller: Caller,
  ): Promise<ConfigurationJson>;
  remove(
    extension: string,
    id: string,
    options: { readonly ifRevision?: string | undefined },
    caller: Caller,
  ): Promise<void>;
  status(
    extension: string,
    id: string,
  ): { readonly status: string; readonly timestamp: number; readonly message: string } | undefined;
  /** Earlier versions, latest first; secrets masked. */
  versions(extension: string, id: string): Promise<readonly ConfigurationVersionJson[] | undefined>;
  restore(extension: string, id: string, revision: string, caller: Caller): Promise<ConfigurationJson>;
}
export interface ConfigurationJson {
  readonly objectId: string;
  readonly scope: string;
  readonly value: unknown;
  /** Changes with the content; for If-Match. */
  readonly revision: string;
  /** Warnings, and why the last change of its file is not in force. */
  readonly findings?: readonly FindingJson[] | undefined;
}
export interface ConfigurationVersionJson {
  readonly revision: string;
  readonly timestamp: number;
  readonly by: string;
  readonly value: unknown;
}
export type CreatedJson =
  | { readonly code: 200; readonly objectId: string; readonly warnings: readonly Violation[] }
  | {
      readonly code: 400 | 404;
      readonly error: {
        readonly code: number;
        readonly message: string;
        readonly constraintViolations: readonly Violation[];
      };
    };
export interface Violation {
  readonly path: string;
  readonly message: string;
  readonly parameterLocation: "HEADER" | "PATH" | "PAYLOAD_BODY" | "QUERY";
  readonly location?: string | null | undefined;
}

// Credentials ---------------------------------------------------------------------------------------------------------

export interface CredentialsPort {
  list(): readonly CredentialJson[];
  get(name: string): CredentialJson | undefined;
  /**
   * @param authentication  as in the activation JSON; a mask keeps what is stored
   * @param options.ifRevision  refuses with 412 when it is another, or gone
   * @param options.ifNew  refuses with 412 when there is one of this name
   */
  put(
    name: string,
    authentication: unknown,
    options: { readonly ifRevision?: string | undefined; readonly ifNew?: boolean | undefined },
    caller: Caller,
  ): Promise<{ readonly created: boolean; readonly credential: CredentialJson }>;
  /** 409 while devices use it. */
  remove(name: string, caller: Caller): Promise<void>;
  /** Earlier versions, latest first; secrets masked. @returns undefined for a name that is and was not there */
  versions(name: string): Promise<readonly CredentialVersionJson[] | undefined>;
  restore(name: string, revision: string, caller: Caller): Promise<CredentialJson>;
}
export interface CredentialVersionJson {
  readonly revision: string;
  readonly timestamp: number;
  readonly by: string;
  /** Secrets are masked. */
  readonly authentication: Readonly<Record<string, unknown>>;
}
export interface CredentialJson {
  readonly name: string;
  /** Everything but the secrets, which are masked. */
  readonly authentication: Readonly<Record<string, unknown>>;
  /** Devices that use it. */
  readonly usedBy: number;
  readonly revision: string;
}

// Onboarding and preview ----------------------------------------------------------------------------------------------

export interface OnboardingPort {
  /** Begins to check; at most a few jobs at once, 429 beyond. */
  start(request: OnboardingRequest, caller: Caller): Promise<OnboardingJob>;
  job(id: string): OnboardingJob | undefined;
  jobs(): readonly OnboardingJob[];
  cancel(id: string): boolean;
  /** Called at each change, until the returned function is called. */
  follow(id: string, listener: (job: OnboardingJob) => void): (() => void) | undefined;
  /** @param caller  for the audit log: a preview sends a credential to a host of the caller's choice */
  preview(request: PreviewRequest, signal: AbortSignal, caller: Caller): Promise<PreviewJson>;
}
export interface OnboardingRequest {
  /** Addresses, names, ranges (`192.0.2.10-20`, CIDR up to /20), separated by anything; `#` begins a comment. */
  readonly targets: string;
  readonly port?: number | undefined;
  /** Tried in this order: names of credentials, or authentication objects. */
  readonly credentials: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly advanced?: Readonly<Record<string, unknown>> | undefined;
  /** Whose feature sets are looked for; default: all installed ones. */
  readonly extension?: string | undefined;
}
export interface OnboardingJob {
  readonly id: string;
  readonly state: "running" | "done" | "cancelled";
  readonly startedAt: number;
  readonly total: number;
  readonly checked: number;
  readonly answering: number;
  /** In the order of the request; those that were not asked yet are `pending`. */
  readonly devices: readonly OnboardingDevice[];
  readonly problems: readonly string[];
}
export interface OnboardingDevice {
  readonly target: string;
  readonly address?: string | undefined;
  readonly port: number;
  /** `pending`, `checking`, `ok`, or the status code of spec 2 §6.1. */
  readonly verdict: string;
  readonly message?: string | undefined;
  readonly remedy?: string | undefined;
  /** Why nothing came back at all. */
  readonly reason?: OnboardingReason | undefined;
  /** Which settings of which credential are wrong, where what the device said tells it; see `OnboardingFault`. */
  readonly fault?: OnboardingFault | undefined;
  /** Which of the request's credentials it took: its name, or `credentials[1]`. */
  readonly credential?: string | undefined;
  readonly sysName?: string | undefined;
  readonly sysDescr?: string | undefined;
  readonly sysObjectID?: string | undefined;
  /** Who made it, by the enterprise number of sysObjectID. */
  readonly vendor?: string | undefined;
  readonly responseMs?: number | undefined;
  /** What else is known of it: already polled by which configurations. */
  readonly configurations?: readonly string[] | undefined;
  readonly extensions?: readonly OnboardingExtension[] | undefined;
}
/** Nobody answers; ICMP says that nothing listens there; no way leads there; the name does not resolve. */
export type OnboardingReason = "silent" | "port-closed" | "no-route" | "name-unknown";
export interface OnboardingFault {
  /** Its name, or `credentials[1]`. */
  readonly credential: string;
  /** Keys of its authentication, most likely first: `authPassword`, `authProtocol`. */
  readonly settings: readonly string[];
}
export interface OnboardingExtension {
  readonly name: string;
  readonly version: string;
  readonly featureSets: readonly {
    /** Empty for what is always collected. */
    readonly name: string;
    readonly supported: "yes" | "partly" | "no";
    readonly metrics: number;
    readonly missing: readonly string[];
    /** Lines a minute and series, estimated from counts of rows: filters are not known yet. A preview counts them. */
    readonly linesPerMinute: number;
    readonly series: number;
  }[];
}
export interface PreviewRequest {
  /** Text of an extension.yaml, or an installed one. */
  readonly manifest: string | { readonly name: string; readonly version: string };
  readonly source:
    | {
        readonly device: {
          readonly host: string;
          readonly port?: number | undefined;
          readonly credential: string | Readonly<Record<string, unknown>>;
          readonly advanced?: Readonly<Record<string, unknown>> | undefined;
        };
      }
    /** A device that is polled, with its credential; undefined: by any configuration. */
    | { readonly polled: string; readonly configuration?: string | undefined }
    /** Text of an .snmprec, or the name of one that comes with the program. */
    | { readonly recording: string };
  readonly featureSets: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
}
export interface PreviewTableJson {
  readonly group: string;
  readonly subgroup: string;
  /** That brought its metrics in; empty text: always collected. */
  readonly featureSets: readonly string[];
  readonly intervalMs: number;
  readonly columns: readonly { readonly key: string; readonly kind: "dimension" | "gauge" | "count" }[];
  /** The first of them, a text for each column. */
  readonly rows: readonly (readonly string[])[];
  readonly totalRows: number;
  /** Why there is no row. */
  readonly note?: string | undefined;
}
export interface PreviewJson {
  readonly findings: readonly FindingJson[];
  readonly verdict: string;
  readonly message: string;
  readonly lines: readonly string[];
  readonly totalLines: number;
  /** The rows that became lines, by subgroup. */
  readonly tables: readonly PreviewTableJson[];
  /** Metrics and dimensions for which nothing came, and why. */
  readonly missing: DevicePoll["missing"];
  readonly entities: readonly EntityJson[];
  readonly relationships: readonly { readonly type: string; readonly from: string; readonly to: string }[];
  readonly costs: readonly {
    readonly featureSet: string;
    readonly linesPerMinute: number;
    readonly series: number;
  }[];
  readonly requests: number;
  readonly durationMs: number;
}

// Status, events ------------------------------------------------------------------------------------------------------

export interface StatusPort {
  devices(
    filter: {
      readonly text?: string | undefined;
      readonly code?: string | undefined;
      readonly entityId?: string | undefined;
    } & Page,
  ): Paged<DeviceJson>;
  device(id: string): DeviceJson | undefined;
  service(): ServiceStatus;
  events(
    query: TimeRange & {
      readonly entityId?: string | undefined;
      readonly device?: string | undefined;
      readonly kind?: string | undefined;
      readonly text?: string | undefined;
      readonly limit: number;
    },
  ): Promise<readonly EventJson[]>;
  /** Called at each change, until the returned function is called. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
}
export interface DeviceJson {
  readonly configurationId: string;
  readonly extension: string;
  readonly id: string;
  readonly address?: string | undefined;
  readonly name: string;
  readonly sysName?: string | undefined;
  readonly code: string;
  /** What is wrong and what to do; empty when OK. */
  readonly message: string;
  /** The same apart, where there is one cause. */
  readonly cause?: string | undefined;
  readonly remedy?: string | undefined;
  /** When the code became what it is. */
  readonly statusSince?: number | undefined;
  /** The entity that stands for the device. */
  readonly entityId?: string | undefined;
  readonly lastPollAt?: number | undefined;
  readonly intervalMs?: number | undefined;
  readonly latenessMs?: number | undefined;
  readonly pollDurationMs?: number | undefined;
  readonly linesPerRound: number;
  readonly polls: number;
  readonly skipped: number;
}
export type { ServiceStatus as ServiceJson } from "./contract/service.ts";
export interface EventJson {
  readonly timestamp: number;
  /** `status`, `config`, `log`, `limit`. */
  readonly kind: string;
  readonly severity: "info" | "warning" | "error";
  readonly title: string;
  readonly device?: string | undefined;
  /** sysName of that device now. */
  readonly deviceName?: string | undefined;
  readonly entityId?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}
export type LiveEvent =
  | { readonly type: "device"; readonly device: DeviceJson }
  | { readonly type: "event"; readonly event: EventJson }
  | {
      readonly type: "configuration";
      readonly extension: string;
      readonly id: string;
      readonly change: "created" | "changed" | "removed" | "broken";
    };
