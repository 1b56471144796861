import type { Api, Snapshot } from "../api/index.ts";
import { apiPorts } from "./api-ports.ts";
import type { DeviceEntities } from "./device-entity.ts";
import type { Disk } from "./disk.ts";
import { openFront } from "./front.ts";
import type { Host } from "./host.ts";
import type { Inbound } from "./inbound.ts";
import type { LiveEvents } from "./live-events.ts";
import { openAccess } from "./open-access.ts";
import type { Service } from "./service.ts";
import type { ServiceFiles } from "./service-files.ts";
import { Warnings } from "./warnings.ts";

export interface OpenApiOptions {
  readonly service: Service;
  readonly inbound: Inbound;
  readonly figures: () => Snapshot;
  /** The same for the status: what is measured since the last look must have one who looks. */
  readonly statusFigures: () => Snapshot;
  readonly live: LiveEvents;
  readonly deviceEntities: DeviceEntities;
  readonly host: Host;
}

/**
 * Opens the address where data comes in and the API answers; undefined when the service has none.
 * @throws {AppError} when nothing can listen there
 */
export async function openApi(
  files: ServiceFiles,
  { store, outlet }: Disk,
  { service, inbound, figures, statusFigures, live, deviceEntities, host }: OpenApiOptions,
): Promise<Api | undefined> {
  const { config, logger, source, infos, inForce } = files;
  const { clock } = host;
  const { listen } = config;
  if (listen === undefined) return undefined;
  const access = await openAccess(config.dataDir, { clock, logger });
  const warnings = new Warnings(
    {
      problems: () => source.live.current().problems,
      sinks: () => outlet.sinks(),
      queue: () => outlet.health(),
      store: () => ({ figures: store.figures(), limits: store.metrics.warnings() }),
    },
    clock,
  );
  const startedAtMs = clock.wallMs();
  const common = { config, service, infos, host, logger, access };
  const ports = apiPorts({
    ...common,
    source,
    inForce,
    store,
    live,
    deviceEntities,
    warnings,
    figures: statusFigures,
    startedAtMs,
  });
  const front = await openFront({
    config: { ...config, listen },
    service,
    inbound,
    figures,
    ports,
    access,
    clock,
    logger,
  });
  const closing = new AbortController();
  void warnings.watch(closing.signal);
  return {
    ...front,
    close: () => {
      closing.abort();
      return front.close();
    },
  };
}
