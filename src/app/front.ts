import { fileURLToPath } from "node:url";
import {
  type Api,
  type ApiPorts,
  type Health,
  type Snapshot,
  selfMetrics,
  startApi,
  type WriteText,
} from "../api/index.ts";
import type { Clock, Logger } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { expositionOf } from "../prometheus/index.ts";
import type { Inbound } from "./inbound.ts";
import type { ServiceAccess } from "./open-access.ts";
import type { Service } from "./service.ts";

/** What vite builds, wherever this module itself is run from. */
const UI_FOLDER = fileURLToPath(new URL("../../dist/ui/", import.meta.url));

export interface FrontOptions {
  readonly config: ServiceConfig & { readonly listen: NonNullable<ServiceConfig["listen"]> };
  readonly service: Service;
  readonly inbound: Inbound;
  readonly figures: () => Snapshot;
  readonly ports: ApiPorts;
  readonly access: ServiceAccess;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Opens the address at which data comes in and the service is looked at.
 * @throws {AppError} when nothing can listen there
 */
export async function openFront(options: FrontOptions): Promise<Api> {
  const { config, service, inbound, figures, ports, access, clock, logger } = options;
  const { loopbackWithoutToken, maxRequestsPerSecond } = config.ingest;
  const api = await startApi({
    listen: config.listen,
    clock,
    logger,
    ingest: inbound,
    ports,
    uiFolder: UI_FOLDER,
    tokens: access.tokens,
    access,
    tls: config.front.tls,
    loopbackWithoutToken,
    maxRequestsPerSecond,
    health: { live: () => ALIVE, ready: () => readiness(service) },
    metrics: selfMetrics(figures),
    devicesMetrics: config.scrape ? (write) => writeDevices(service, write) : undefined,
  });
  return {
    ...api,
    close: async () => {
      endJobs(ports);
      await api.close();
      await access.audit.written();
    },
  };
}

/** Nobody waits for their end any more. */
function endJobs({ onboarding }: ApiPorts): void {
  for (const { id, state } of onboarding.jobs()) if (state === "running") onboarding.cancel(id);
}

const ALIVE: Health = { ok: true, reasons: [] };

/** Ready as long as lines find their way to disk; sinks that are away are said, but no reason to turn senders away. */
function readiness(service: Pick<Service, "queue" | "sinks">): Health {
  const { fault } = service.queue();
  const away = service
    .sinks()
    .filter(({ state }) => state === "backingOff" || state === "refused")
    .map(
      ({ sink, state, queued }) =>
        `sink ${sink} is ${state === "refused" ? "refused" : "away"}; ${queued} lines wait for it`,
    );
  if (fault === undefined) return { ok: true, reasons: away };
  return { ok: false, reasons: [`the disk takes no lines: ${fault.reason}`, ...away] };
}

async function writeDevices(service: Pick<Service, "families">, write: WriteText): Promise<void> {
  for (const text of expositionOf(await service.families())) await write(text);
}
