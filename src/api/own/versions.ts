import type { FastifyInstance } from "fastify";
import {
  configuration,
  configurationPath,
  configurationVersionPath,
  configurationVersions,
} from "../contract/configurations.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { ConfigurationsPort } from "../ports.ts";
import { etag } from "../v2/monitoring-configurations.ts";

const tag = "Monitoring configurations";
const url = "/api/snmpgate/extensions/:name/monitoringConfigurations/:id/versions";

/** Earlier versions of monitoring configurations. */
export function addVersionRoutes(app: FastifyInstance, door: ApiDoor, port: ConfigurationsPort): void {
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "extensionConfigurations.read",
    doc: { tag, summary: "Lists the earlier versions of a monitoring configuration." },
    params: configurationPath,
    answers: { 200: { text: "Those that are kept; secrets are masked.", schema: configurationVersions } },
    handle: async ({ params: { name, id } }) =>
      ok({ versions: found(await port.versions(name, id), `configuration ${id} of ${name}`) }),
  });
  addRoute(app, door, {
    method: "POST",
    url: `${url}/:revision/restore`,
    scope: "extensionConfigurations.write",
    doc: { tag, summary: "Puts an earlier version in force." },
    params: configurationVersionPath,
    answers: { 200: { text: "It is in force.", schema: configuration } },
    handle: async ({ params: { name, id, revision }, caller }) => {
      const restored = await port.restore(name, id, revision, caller);
      return ok(restored, { etag: etag(restored) });
    },
  });
}
