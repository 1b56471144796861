import type { ApiPorts, Caller } from "../api/index.ts";
import type { Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { selectEntities } from "../query/index.ts";
import type { Store } from "../store/index.ts";
import type { ConfigurationSource } from "./configuration-source.ts";
import { LiveConfigurations } from "./configurations-port.ts";
import { createCredentialsPort } from "./credentials-port.ts";
import { createEntitiesPort } from "./entities-port.ts";
import { LiveExtensions } from "./extensions-port.ts";
import type { Host } from "./host.ts";
import { CredentialUse } from "./live/credential-use.ts";
import type { ManifestsInForce } from "./live/in-force.ts";
import type { LiveEvents } from "./live-events.ts";
import type { MetricInfos } from "./metric-infos.ts";
import { createMetricsPort } from "./metrics-port.ts";
import { createNameService } from "./names.ts";
import { withoutCredentials } from "./no-credentials.ts";
import { Onboarding, polledBy } from "./onboarding/index.ts";
import type { ServiceAccess } from "./open-access.ts";
import { secretBoxForWriting } from "./secret-keys.ts";
import { encryptSecrets } from "./secret-masks.ts";
import { apiSecretReader, NO_CREDENTIALS, secretReading } from "./secret-reader.ts";
import type { Service } from "./service.ts";
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
  readonly warnings: Warnings;
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
    extensions: new LiveExtensions({ live: source.live, audit }),
    configurations: configurationsOf(options, audit),
    credentials: credentialsOf(options, audit),
    onboarding: onboardingOf(options, audit),
    status: statusOf(options),
  };
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
    verdictOf: (id) => {
      const verdict = service.configurations().get(id);
      return verdict && { ...verdict, atMs: clock.wallMs() };
    },
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

function statusOf({ store, service, live, warnings, host, startedAtMs }: ApiPortsOptions) {
  return statusPort({
    service,
    extensionOf: (id) => service.plans().get(id)?.extension.name ?? "",
    events: store.events,
    store: () => store.figures(),
    warnings: () => warnings.current(),
    live,
    clock: host.clock,
    startedAtMs,
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
    audit,
    engine: { bindAddress4, bindAddress6 },
  });
}
