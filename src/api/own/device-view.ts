import type { FastifyInstance } from "fastify";
import { deviceCharts, deviceInterfaces, interfacesQuery } from "../contract/device-view.ts";
import { devicePath } from "../contract/status.ts";
import type { DeviceViewPort } from "../device-view-port.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";

const tag = "Devices";
const scope = "metrics.read";

/** The ports of a device, and what can be drawn of it. */
export function addDeviceViewRoutes(app: FastifyInstance, door: ApiDoor, port: DeviceViewPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/devices/:id/interfaces",
    scope,
    doc: {
      tag,
      summary: "Lists the interfaces of a device with their traffic.",
      description: "Found by the objects that a manifest collects, whatever it calls its metrics.",
    },
    params: devicePath,
    query: interfacesQuery,
    answers: {
      200: { text: "The interfaces, with about 60 values of each series.", schema: deviceInterfaces },
    },
    handle: async ({ params: { id }, query }) => ok(found(await port.interfaces(id, query), `device ${id}`)),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/devices/:id/charts",
    scope,
    doc: { tag, summary: "Lists what can be drawn of a device, with ready selectors." },
    params: devicePath,
    answers: { 200: { text: "The charts, CPU and memory first.", schema: deviceCharts } },
    handle: async ({ params: { id } }) => ok(found(await port.charts(id), `device ${id}`)),
  });
}
