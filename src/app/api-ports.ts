import type { ApiPorts, Caller, ScreensPort, Snapshot } from "../api/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { selectEntities } from "../query/index.ts";
import type { Store } from "../store/index.ts";
import { Authoring } from "./authoring/index.ts";
import type { ConfigurationSource } from "./configuration-source.ts";
import { LiveConfigurations } from "./configurations-port.ts";
import { createCredentialsPort } from "./credentials-port.ts";
import type { DeviceEntities } from "./device-entity.ts";
import { deviceViewPort } from "./device-view/index.ts";
import { createEntitiesPort } from "./entities-port.ts";
import { LiveExtensions } from "./extensions-port.ts";
import { createFleetPort } from "./fleet-port.ts";
import type { Host } from "./host.ts";
import type { VerdictOf } from "./live/configuration-status.ts";
import { CredentialUse } from "./live/credential-use.ts";
import type { ManifestsInForce } from "./live/in-force.ts";
import type { LiveEvents } from "./live-events.ts";
import { createTopologyPort } from "./map/topology-port.ts";
import type { MetricInfos } from "./metric-infos.ts";
import { createMetricsPort } from "./metrics-port.ts";
import { createNameService } from "./names.ts";
import { withoutCredentials } from "./no-credentials.ts";
import { Onboarding, plannedDevice, polledBy } from "./onboarding/index.ts";
import type { ServiceAccess } from "./open-access.ts";
import { DevicePolling, wordsOf } from "./poll-view/index.ts";
import { createScreensPort } from "./screens-port.ts";
import { secretBoxForWriting } from "./secret-keys.ts";
import { encryptSecrets } from "./secret-masks.ts";
import { apiSecretReader, NO_CREDENTIALS, secretReading } from "./secret-reader.ts";
import type { Service } from "./service.ts";
import { ServiceStatus } from "./service-status.ts";
import { createSetupPort } from "./setup-port.ts";
import { engineOf, openSnmp } from "./shard-setup.ts";
import { statusPort } from "./status-port.ts";
import type { Warnings } from "./warnings.ts";

export interface ApiPortsOptions {
  readonly config: ServiceConfig;
  readonly source: ConfigurationSource;
  readonly inForce: ManifestsInForce;
  readonly store: Store;
  readonly service: Service;
  readonly infos: MetricInfos;
  readonly live: LiveEvents;
  readonly deviceEntities: DeviceEntities;
  readonly warnings: Warnings;
  /** What the service knows of itself; asked by nobody else. */
  readonly figures: () => Snapshot;
  readonly access: ServiceAccess;
  readonly host: Host;
  readonly logger: Logger;
  readonly startedAtMs: number;
}

/** What the routes of the API ask: one port for each subject, all of this one service. */
export function apiPorts(options: ApiPortsOptions): ApiPorts {
  const { source, store, inForce, infos, host } = options;
  const { clock } = host;
  const audit = auditOf(options);
  return {
    entities: createEntitiesPort({
      store: store.entities,
      clock,
      specs: () => inForce.manifests().map(({ topology }) => topology),
      audit,
    }),
    metrics: createMetricsPort({
      clock,
      metrics: store.metrics,
      entities: store.entities,
      manifests: () => inForce.manifests(),
      told: infos.of,
      selectEntities: (selector, window) => selectEntities(selector, store.entities, window),
    }),
    screens: screensOf(options),
    extensions: new LiveExtensions({ live: source.live, audit }),
    configurations: configurationsOf(options, audit),
    credentials: credentialsOf(options, audit),
    onboarding: onboardingOf(options, audit),
    authoring: new Authoring(source.live.userMibs.catalogue, source.live),
    setup: setupOf(options),
    topology: createTopologyPort({
      entities: store.entities,
      metrics: store.metrics,
      clock,
      specs: () => inForce.manifests().map(({ topology }) => topology),
    }),
    status: statusOf(options),
    fleet: fleetOf(options),
    polling: pollingOf(options, audit),
    deviceView: deviceViewPort({
      plans: () => options.service.plans(),
      device: (configuration, id) => options.service.device(configuration, id),
      metrics: store.metrics,
      entities: store.entities,
      manifests: () => inForce.manifests(),
      clock,
    }),
  };
}

function screensOf({ source, store, inForce, infos, host: { clock } }: ApiPortsOptions): ScreensPort {
  return createScreensPort({
    entities: store.entities,
    metrics: store.metrics,
    manifests: () => inForce.manifests(),
    told: infos.of,
    activations: () =>
      source.live.current().activations.map(({ extension: { manifest }, configuration }) => ({
        name: manifest.name,
        version: manifest.version,
        featureSets: configuration.featureSets,
      })),
    clock,
  });
}

type Audit = (action: string, object: string, caller: Caller) => void;

/** Every change is in the audit log, and an event for those who look on. */
function auditOf({ access, store, host: { clock } }: ApiPortsOptions): Audit {
  return (action, object, caller) => {
    access.audit.record({ who: caller.id, address: caller.address, action, object });
    store.events.record({
      atMs: clock.wallMs(),
      kind: "config",
      severity: "info",
      title: `${action} ${object}`,
      attributes: { by: caller.id },
    });
  };
}

function configurationsOf(
  { config, source, service, host, logger }: ApiPortsOptions,
  audit: Audit,
): LiveConfigurations {
  const { clock, env } = host;
  return new LiveConfigurations({
    live: source.live,
    clock,
    audit,
    encrypt: async (element) => encryptSecrets(element, await secretBoxForWriting(config, env, logger)),
    verdictOf: verdictsOf(service, clock),
  });
}

function verdictsOf(service: Service, clock: Clock): VerdictOf {
  return (id) => {
    const verdict = service.configurations().get(id);
    return verdict && { ...verdict, atMs: clock.wallMs() };
  };
}

function setupOf({ source, service, host: { clock } }: ApiPortsOptions) {
  return createSetupPort({
    live: source.live,
    verdictOf: verdictsOf(service, clock),
    devices: () => service.devices(),
    polled: () => polledBy(service.plans().values()),
    clock,
  });
}

function credentialsOf({ config, source, host: { env }, logger }: ApiPortsOptions, audit: Audit) {
  const { live, credentials } = source;
  if (credentials === undefined) return withoutCredentials;
  const use = new CredentialUse(live);
  return createCredentialsPort({
    files: credentials,
    reading: () => secretReading(config, env),
    box: () => secretBoxForWriting(config, env, logger),
    usedBy: (name) => use.devicesOf(name),
    change: (by, work) => live.change(by, work),
    versions: (name) => live.versions.list("credentials", name),
    audit,
  });
}

function pollingOf({ config, source, service, host, logger }: ApiPortsOptions, audit: Audit): DevicePolling {
  return new DevicePolling({
    ...host,
    logger,
    names: createNameService(host.clock),
    service,
    wordsOf: (id) =>
      wordsOf(source.live.current().activations.find(({ configuration }) => configuration.id === id)),
    openTraced: (sink) =>
      openSnmp(host.clock, {
        random: host.random,
        engine: engineOf(config.snmp),
        traceOf: () => sink,
      }),
    audit,
  });
}

function fleetOf({ service, store, deviceEntities, host: { clock } }: ApiPortsOptions) {
  return createFleetPort({
    service,
    extensionOf: (id) => service.plans().get(id)?.extension.name ?? "",
    entityOf: (device) => {
      const id = deviceEntities.of(device);
      return id === undefined ? undefined : store.entities.entity(id);
    },
    clock,
  });
}

function statusOf(options: ApiPortsOptions) {
  const { store, service, figures, live, deviceEntities, warnings, host, startedAtMs } = options;
  const status = new ServiceStatus({
    service,
    figures,
    store: () => store.figures(),
    warnings: () => warnings.current(),
    clock: host.clock,
    startedAtMs,
    nodeVersion: process.version,
  });
  return statusPort({
    service,
    extensionOf: (id) => service.plans().get(id)?.extension.name ?? "",
    entityOf: (device) => deviceEntities.of(device),
    events: store.events,
    status: () => status.json(),
    live,
    clock: host.clock,
  });
}

function onboardingOf({ config, source, service, host, logger }: ApiPortsOptions, audit: Audit): Onboarding {
  const { live, credentials = NO_CREDENTIALS } = source;
  const { bindAddress4, bindAddress6 } = config.snmp;
  return new Onboarding({
    ...host,
    logger,
    names: createNameService(host.clock),
    installed: () => live.installed,
    activeVersions: () => live.activeVersions,
    userMibs: live.userMibs,
    secrets: () => apiSecretReader(credentials),
    polled: () => polledBy(service.plans().values()),
    planned: (id, configuration) => plannedDevice(service.plans(), id, configuration),
    audit,
    engine: { bindAddress4, bindAddress6 },
  });
}
