import {
  ApiError,
  type ApiPorts,
  type Caller,
  type LiveEvent,
  type OnboardingJob,
} from "../../src/api/index.ts";

// The ports of the API as things in memory, which remember what they were asked.

export interface Asked {
  readonly what: string;
  readonly with: readonly unknown[];
}

const OFFER = {
  extensionName: "custom:switch",
  version: "1.0.0",
  dataSources: ["snmp"],
  featureSets: [
    {
      name: "",
      metrics: [{ key: "up", unit: "Second", table: false, subgroup: "Uptime", intervalMs: 60_000 }],
    },
  ],
  variables: [{ id: "site", displayName: "Site", type: "text" as const, required: false, maxLength: 100 }],
};
const SUMMARY = {
  extension: "custom:switch",
  objectId: "c1",
  scope: "ag_group-default",
  version: "1.0.0",
  description: "Building 4",
  enabled: true,
  featureSets: [],
  devices: 1,
  firstDevices: ["192.0.2.10"],
  credentials: { branch: 1 },
  codes: { OK: 1 },
  status: "OK",
  message: "",
  revision: "r1",
  changed: { by: "user:ann", at: 1 },
  file: "c1.json",
  findings: [],
};

const SCREENS = {
  type: "network:device",
  typeName: "Switch",
  breadcrumbs: [],
  properties: [],
  shows: { properties: true, tags: true, addTag: true },
  actions: [],
  cards: [
    {
      kind: "charts" as const,
      key: "cpu",
      title: "CPU",
      width: "full" as const,
      visible: 1,
      charts: [
        {
          key: "0",
          title: "CPU usage",
          kind: "graph" as const,
          metrics: [{ selector: "cpu:splitBy()", label: "CPU", unit: "Percent", kind: "line" as const }],
          entitySelector: "type(network:device)",
          stacked: false,
          paletteStart: 0,
          fold: "last" as const,
          sparkline: true,
          trend: false,
          thresholds: [],
        },
      ],
    },
  ],
  generated: false,
};

export interface FakePorts extends ApiPorts {
  readonly asked: Asked[];
  /** Who listens to live updates now. */
  readonly listeners: Set<(event: LiveEvent) => void>;
  /** The one onboarding job; `step` changes it and tells who follows it. */
  readonly job: {
    current: OnboardingJob;
    step(change: Partial<OnboardingJob>): void;
    readonly followers: number;
  };
}

export const ENTITY = {
  entityId: "CUSTOM_DEVICE-0123456789ABCDEF",
  displayName: "sw-1",
  type: "network:device",
  firstSeenTms: 1_760_000_000_000,
  lastSeenTms: 1_760_000_060_000,
  properties: { "dt.ip_addresses": ["192.0.2.10"], detectedName: "sw-1" },
  tags: [{ context: "CONTEXTLESS", key: "site", value: "b4", stringRepresentation: "site:b4" }],
  managementZones: [],
  icon: { primaryIconType: "switch" },
  fromRelationships: {},
  toRelationships: { runsOn: [{ id: "CUSTOM_DEVICE-FEDCBA9876543210", type: "network:interface" }] },
};
export const TYPE = {
  type: "network:device",
  displayName: "Network device",
  dimensionKey: "dt.entity.network:device",
  entityLimitExceeded: false,
  properties: [{ id: "dt.ip_addresses", type: "String", displayName: "Addresses" }],
  fromRelationships: [],
  toRelationships: [{ id: "runsOn", fromTypes: ["network:interface"] }],
  tags: "List",
  managementZones: "List",
};
export const DESCRIPTOR = {
  metricId: "com.example.if.bytes_in",
  displayName: "Bytes in",
  unit: "Byte",
  aggregationTypes: ["auto", "value"],
  defaultAggregation: { type: "value" },
  dimensionDefinitions: [
    { key: "if.name", name: "if.name", displayName: "Interface", index: 0, type: "STRING" },
  ],
};
export const SERIES = {
  totalCount: 1,
  nextPageKey: null,
  resolution: "1m",
  result: [
    {
      metricId: "com.example.if.bytes_in",
      dataPointCountRatio: 0.1,
      dimensionCountRatio: 0.1,
      data: [
        {
          dimensions: ["Gi1"],
          dimensionMap: { "if.name": "Gi1" },
          timestamps: [1_760_000_040_000, 1_760_000_100_000],
          values: [91_822, null],
        },
      ],
    },
  ],
};
export const VERSION = { extensionName: "custom:switch", version: "1.0.0" };
export const EXTENSION = {
  ...VERSION,
  author: { name: "we" },
  dataSources: ["snmp"],
  featureSets: ["Interfaces"],
  featureSetsDetails: { Interfaces: { metrics: [{ key: "com.example.if.bytes_in" }] } },
  assetsInfo: [],
  fileHash: "00".repeat(32),
  minDynatraceVersion: "1.0",
  minEECVersion: "1.0",
  variables: [{ name: "if_name", displayName: "Interfaces", type: "text" }],
};
export const CONFIGURATION = {
  objectId: "c1",
  scope: "ag_group-default",
  value: { version: "1.0.0", description: "b4", enabled: true },
  revision: "r1",
};
export const CREDENTIAL = {
  name: "branch",
  authentication: { type: "SNMPv2c", community: "***" },
  usedBy: 2,
  revision: "r1",
};
export const DEVICE = {
  configurationId: "c1",
  extension: "custom:switch",
  id: "192.0.2.10:161",
  name: "sw-1",
  code: "OK",
  message: "",
  linesPerRound: 240,
  polls: 10,
  skipped: 0,
};
export const EVENT = {
  timestamp: 1_760_000_000_000,
  kind: "status",
  severity: "warning" as const,
  title: "sw-1 does not answer",
  device: "192.0.2.10:161",
};
export const FLEET_DEVICE = {
  id: "192.0.2.10:161",
  configurationId: "c1",
  extension: "custom:switch",
  name: "sw-1",
  code: "WARNING",
  message: "group sensors: it failed",
  lines: 12,
  skipped: 0,
  cpuPercent: 12.5,
  peakBps: 1_000,
  slotMs: 60_000,
  traffic: [-1, 100, 25],
};
export const SERVICE = {
  version: "1.0.0",
  startedAt: 1,
  at: 2,
  devices: { OK: 1 },
  polling: {
    threads: [{ name: "main", devices: 1, kernelDrops: 0 }],
    pollsPerMinute: 1,
    linesPerMinute: 10,
    polls: { done: 1, partial: 0, failed: 0, skipped: 0 },
  },
  sinks: [],
  queue: { bytes: 0, unwrittenBytes: 0 },
  receive: {
    linesAccepted: 0,
    linesRejected: 0,
    dataPointsReceived: 0,
    dataPointsAccepted: 0,
    dataPointsRejected: {},
  },
  process: { residentBytes: 100_000_000, heapUsedBytes: 50_000_000, uptimeMs: 1_000 },
  versions: { program: "1.0.0", node: "v20.19.0", extensions: [] },
  warnings: [],
};
export const DEVICE_INTERFACES = {
  resolutionMs: 60_000,
  timestamps: [1_760_000_000_000],
  interfaces: [
    {
      key: "Gi1/0/1",
      name: "Gi1/0/1",
      operStatus: "up",
      speedBps: 1e9,
      lastSeen: 1_760_000_000_000,
      inBps: [null],
      neighbour: { name: "sw-2", port: "Gi1/0/2", by: "neighbour" as const },
    },
  ],
  unplaced: [],
};
export const DEVICE_CHARTS = {
  charts: [
    {
      id: "cpu",
      role: "cpu",
      group: "Load",
      title: "CPU",
      unit: "Percent",
      series: [{ selector: 'com.example.cpu:filter(eq("device","192.0.2.10:161")):splitBy()', label: "CPU" }],
    },
  ],
};
export const DEVICE_POLL = {
  deviceId: "192.0.2.10:161",
  configurationId: "c1",
  at: 1_760_000_000_000,
  snmp: { version: "2c" as const, timeoutMs: 1_000, retries: 3, maxRepetitions: 100, maxOidsPerQuery: 60 },
  groups: [{ group: "health", intervalMs: 60_000, lines: 10, heldBackRows: 0 }],
  lastHour: { rounds: 0, failed: 0, requests: 0, retries: 0, timeouts: 0, lines: 0 },
  history: [],
  tables: [],
  missing: [],
  learned: [],
};
export const FINDING = {
  code: "M001",
  severity: "error" as const,
  path: "/name",
  line: 1,
  column: 1,
  message: "name is missing",
};
export const PREVIEW = {
  findings: [],
  verdict: "ok",
  message: "",
  lines: ["a.b gauge,1 1760000000000"],
  totalLines: 1,
  tables: [
    {
      group: "health",
      subgroup: "uptime",
      featureSets: [""],
      intervalMs: 60_000,
      columns: [
        { key: "sys.name", kind: "dimension" as const },
        { key: "uptime", kind: "gauge" as const },
      ],
      rows: [["sw-1", "100"]],
      totalRows: 1,
    },
  ],
  missing: [],
  entities: [ENTITY],
  relationships: [{ type: "runsOn", from: "CUSTOM_DEVICE-FEDCBA9876543210", to: ENTITY.entityId }],
  costs: [{ featureSet: "Interfaces", linesPerMinute: 240, series: 240 }],
  requests: 3,
  durationMs: 12,
};
const JOB: OnboardingJob = {
  id: "j1",
  state: "running",
  startedAt: 1_760_000_000_000,
  total: 2,
  checked: 0,
  answering: 0,
  devices: [
    { target: "192.0.2.10", port: 161, verdict: "pending" },
    { target: "192.0.2.11", port: 161, verdict: "pending" },
  ],
  problems: [],
};

/** How many entities the list has. */
export const ENTITIES_COUNT = 120;

export function fakePorts(): FakePorts {
  const asked: Asked[] = [];
  const listeners: FakePorts["listeners"] = new Set();
  const followers = new Set<(job: OnboardingJob) => void>();
  const note = (what: string, ...given: unknown[]): void => {
    asked.push({ what, with: given.map((one) => structuredClone(one)) });
  };
  const job: FakePorts["job"] = {
    current: JOB,
    get followers() {
      return followers.size;
    },
    step: (change) => {
      job.current = { ...job.current, ...change };
      for (const follower of followers) follower(job.current);
    },
  };
  return { asked, listeners, job, ...parts(note, listeners, { job, followers }) };
}

type Note = (what: string, ...given: unknown[]) => void;

function parts(
  note: Note,
  listeners: FakePorts["listeners"],
  { job, followers }: { job: FakePorts["job"]; followers: Set<(job: OnboardingJob) => void> },
): ApiPorts {
  const isSwitch = (name: string) => name === VERSION.extensionName;
  const idOf = ({ id }: Caller): string => id;
  return {
    entities: {
      list: async (query) => {
        note("entities.list", query);
        if (query.entitySelector.includes("nowhere")) {
          throw new ApiError(400, "query.unknown-type", "the type nowhere is not known", {
            violations: [{ path: "entitySelector", message: "unknown type", parameterLocation: "QUERY" }],
          });
        }
        const left = Math.max(0, Math.min(query.limit, ENTITIES_COUNT - query.offset));
        const items = Array.from({ length: left }, (_, i) => ({
          ...ENTITY,
          displayName: `sw-${query.offset + i}`,
        }));
        return { totalCount: ENTITIES_COUNT, items };
      },
      get: async (id, query) => {
        note("entities.get", id, query);
        return id === ENTITY.entityId ? ENTITY : undefined;
      },
      types: () => ({ totalCount: 1, items: [TYPE] }),
      type: (name) => (name === TYPE.type ? TYPE : undefined),
      putCustom: async (body, caller) => {
        note("entities.putCustom", body, idOf(caller));
        return { created: body.customDeviceId === "new", entityId: ENTITY.entityId, groupId: "g" };
      },
      tags: async (query) => {
        note("entities.tags", query);
        return ENTITY.tags;
      },
      addTags: async (query, tags) => {
        note("entities.addTags", query, tags);
        return { matchedEntitiesCount: 3, appliedTags: ENTITY.tags };
      },
      removeTags: async (query, tag) => {
        note("entities.removeTags", query, tag);
        return { matchedEntitiesCount: 3 };
      },
      history: async (id, range) => {
        note("entities.history", id, range);
        return id === ENTITY.entityId ? [{ timestamp: 1, kind: "created" }] : undefined;
      },
    },
    metrics: {
      list: (query) => {
        note("metrics.list", query);
        return { totalCount: 1, items: [DESCRIPTOR] };
      },
      descriptor: (key) => (key === DESCRIPTOR.metricId ? DESCRIPTOR : undefined),
      query: async (query) => {
        note("metrics.query", query);
        return SERIES;
      },
    },
    screens: {
      ofEntity: async (id) => (id === ENTITY.entityId ? SCREENS : undefined),
      ofType: async (type) => (type === TYPE.type ? SCREENS : undefined),
      types: async () => [
        { type: TYPE.type, displayName: "Switch", count: 1, extensions: [], hasScreens: false },
      ],
    },
    extensions: {
      list: (filter) => {
        note("extensions.list", filter);
        return { totalCount: 1, items: [VERSION] };
      },
      versions: (name) => (isSwitch(name) ? { totalCount: 1, items: [VERSION] } : undefined),
      get: (name, version) => (isSwitch(name) && version === VERSION.version ? EXTENSION : undefined),
      install: async (file, options, caller) => {
        note("extensions.install", file.length, options, idOf(caller));
        if (file[0] === 0x21) throw new ApiError(409, "extensions.exists", "that version is there already");
        return EXTENSION;
      },
      remove: async () => VERSION,
      schema: (name) => (isSwitch(name) ? { type: "object" } : undefined),
      activeVersion: (name) => (isSwitch(name) ? VERSION.version : undefined),
      setActiveVersion: async (name, version) => note("extensions.setActiveVersion", name, version),
      manifestText: async (name) => (isSwitch(name) ? "name: custom:switch\n" : undefined),
      check: async (file) => (Buffer.from(file).toString() === "bad" ? [FINDING] : []),
      revisions: async (name) =>
        isSwitch(name) ? [{ revision: "r0", timestamp: 1, by: "user:ann" }] : undefined,
      revisionText: async (_, __, revision) => (revision === "r0" ? "name: custom:switch\n" : undefined),
      restore: async (_, __, revision) => {
        note("extensions.restore", revision);
        return EXTENSION;
      },
    },
    configurations: {
      list: (extension, filter) => {
        note("configurations.list", extension, filter);
        return isSwitch(extension) ? { totalCount: 1, items: [CONFIGURATION] } : undefined;
      },
      get: (extension, id) => (isSwitch(extension) && id === "c1" ? CONFIGURATION : undefined),
      create: async (extension, elements, options, caller) => {
        note("configurations.create", extension, elements, options, idOf(caller));
        return elements.map((element, i) =>
          (element as { scope?: unknown }).scope === "ag_group-default"
            ? { code: 200, objectId: `c${i}`, warnings: [] }
            : {
                code: 400,
                error: {
                  code: 400,
                  message: "C002",
                  constraintViolations: [
                    { path: "/scope", message: "C002", parameterLocation: "PAYLOAD_BODY" },
                  ],
                },
              },
        );
      },
      replace: async (extension, id, value, options) => {
        note("configurations.replace", extension, id, value, options);
        if (options.ifRevision === "r0") throw new ApiError(412, "config.revision", "it has changed");
        return { ...CONFIGURATION, revision: "r2" };
      },
      remove: async (extension, id, options) => note("configurations.remove", extension, id, options),
      status: (_, id) => (id === "c1" ? { status: "OK", timestamp: 1, message: "" } : undefined),
      versions: async (_, id) =>
        id === "c1" ? [{ revision: "r0", timestamp: 1, by: "user:ann", value: {} }] : undefined,
      restore: async (_, __, revision) => ({ ...CONFIGURATION, revision }),
    },
    credentials: {
      list: () => [CREDENTIAL],
      get: (name) => (name === "branch" ? CREDENTIAL : undefined),
      put: async (name, authentication, { ifNew = false }) => {
        note("credentials.put", name, authentication);
        if (ifNew && name === "branch")
          throw new ApiError(412, "api.credential-exists", "it is there already");
        return { created: name !== "branch", credential: { ...CREDENTIAL, name } };
      },
      remove: async (name) => note("credentials.remove", name),
      versions: async (name) =>
        name === "branch"
          ? [{ revision: "r0", timestamp: 1, by: "user:ann", authentication: CREDENTIAL.authentication }]
          : undefined,
      restore: async (_, revision) => ({ ...CREDENTIAL, revision }),
    },
    onboarding: {
      start: async (request, caller) => {
        note("onboarding.start", request, idOf(caller));
        return job.current;
      },
      job: (id) => (id === "j1" ? job.current : undefined),
      jobs: () => [job.current],
      cancel: (id) => id === "j1",
      follow: (_, listener) => {
        followers.add(listener);
        return () => followers.delete(listener);
      },
      preview: async (request, signal) => {
        note("onboarding.preview", request);
        if (request.featureSets.includes("slow")) {
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          note("onboarding.preview given up");
        }
        return PREVIEW;
      },
    },
    authoring: {
      objects: ({ text, limit }) => {
        note("authoring.objects", text, limit);
        return [{ name: "sysUpTime", module: "SNMPv2-MIB", oid: "1.3.6.1.2.1.1.3", kind: "scalar" }];
      },
      recordings: async () => [{ name: "core-sw-1", description: "A core switch", sysDescr: "Switch OS 1" }],
      extensions: () => [
        {
          name: "custom:switch",
          active: "1.0.0",
          versions: [
            {
              version: "1.0.0",
              author: "ann",
              dataSources: ["snmp"],
              featureSets: 1,
              metrics: 2,
              entityTypes: 1,
              minDynatraceVersion: "1.256",
              fixed: false,
            },
          ],
        },
      ],
      manifestSchema: () => ({ type: "object", properties: { name: { type: "string" } } }),
    },
    topology: {
      map: async (query) => {
        note("topology.map", query);
        return {
          nodes: [{ id: ENTITY.entityId, name: "sw-1", type: ENTITY.type, lastSeen: ENTITY.lastSeenTms }],
          edges: [],
          types: [{ type: TYPE.type, displayName: TYPE.displayName, count: 1, isShown: true }],
        };
      },
    },
    setup: {
      offer: (name) => (isSwitch(name) ? OFFER : undefined),
      targets: (text, port) => {
        note("setup.targets", text, port);
        return { count: 2, first: ["192.0.2.10", "192.0.2.11"], duplicates: 0, polled: 1, problems: [] };
      },
      supplied: async () => ({ name: "custom:switch", version: "1.0.0", text: "name: custom:switch" }),
      configurations: async () => [SUMMARY],
    },
    deviceView: {
      interfaces: async (id, query) => {
        note("deviceView.interfaces", id, query);
        return id === DEVICE.id ? DEVICE_INTERFACES : undefined;
      },
      charts: async (id) => (id === DEVICE.id ? DEVICE_CHARTS : undefined),
    },
    polling: {
      poll: async (id, query) => {
        note("polling.poll", id, query);
        return id === DEVICE.id ? DEVICE_POLL : undefined;
      },
      explain: async (id, request, _, caller) => {
        note("polling.explain", id, request, idOf(caller));
        return { metric: request.metric, at: 1, durationMs: 2, uses: [] };
      },
    },
    fleet: {
      fleet: (since) => {
        note("fleet.fleet", since);
        const gone = since === undefined ? [] : [{ configurationId: "c1", id: "192.0.2.99:161" }];
        return { at: 2_000, full: since === undefined, gone, devices: [FLEET_DEVICE] };
      },
    },
    status: {
      devices: (filter) => {
        note("status.devices", filter);
        return { totalCount: 1, items: [DEVICE] };
      },
      device: (id) => (id === DEVICE.id ? DEVICE : undefined),
      service: () => SERVICE,
      events: async (query) => {
        note("status.events", query);
        return [EVENT];
      },
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
