import type { FastifyInstance } from "fastify";
import type { ApiDoor } from "./door.ts";
import { addAuthoringRoutes } from "./own/authoring.ts";
import { addCredentialRoutes } from "./own/credentials.ts";
import { addDeviceViewRoutes } from "./own/device-view.ts";
import { addFleetRoute } from "./own/fleet.ts";
import { addLiveRoute } from "./own/live.ts";
import { addOnboardingRoutes } from "./own/onboarding.ts";
import { addPollingRoutes } from "./own/polling.ts";
import { addPreviewRoutes } from "./own/preview.ts";
import { addRevisionRoutes } from "./own/revisions.ts";
import { addScreenRoutes } from "./own/screens.ts";
import { addSetupRoutes } from "./own/setup.ts";
import { addHistoryRoute, addServiceRoutes } from "./own/status.ts";
import { addTopologyRoute } from "./own/topology.ts";
import { addVersionRoutes } from "./own/versions.ts";
import type { ApiPorts } from "./ports.ts";
import { addEntityRoutes } from "./v2/entities.ts";
import { addEnvironmentConfigurationRoutes } from "./v2/environment-configuration.ts";
import { addExtensionRoutes } from "./v2/extensions.ts";
import { addMetricRoutes } from "./v2/metrics.ts";
import { addMonitoringConfigurationRoutes } from "./v2/monitoring-configurations.ts";
import { addTagRoutes } from "./v2/tags.ts";

/** The routes beside the ingest: those of the vendor's API (specs 2 to 4), and ours below /api/snmpgate. */
export function addApiRoutes(app: FastifyInstance, door: ApiDoor, ports: ApiPorts): void {
  addEntityRoutes(app, door, ports.entities);
  addTagRoutes(app, door, ports.entities);
  addHistoryRoute(app, door, ports.entities);
  addScreenRoutes(app, door, ports.screens);
  addMetricRoutes(app, door, ports.metrics);
  addExtensionRoutes(app, door, ports.extensions);
  addRevisionRoutes(app, door, ports.extensions);
  addEnvironmentConfigurationRoutes(app, door, ports.extensions);
  addMonitoringConfigurationRoutes(app, door, ports.configurations);
  addVersionRoutes(app, door, ports.configurations);
  addCredentialRoutes(app, door, ports.credentials);
  addOnboardingRoutes(app, door, ports.onboarding);
  addPreviewRoutes(app, door, ports);
  addAuthoringRoutes(app, door, ports.authoring);
  addSetupRoutes(app, door, ports.setup);
  addServiceRoutes(app, door, ports.status);
  addPollingRoutes(app, door, ports.polling);
  addDeviceViewRoutes(app, door, ports.deviceView);
  addFleetRoute(app, door, ports.fleet);
  addLiveRoute(app, door, ports.status);
  addTopologyRoute(app, door, ports.topology);
}
