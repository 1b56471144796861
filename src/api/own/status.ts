import type { FastifyInstance } from "fastify";
import { entityHistory, entityPath, historyQuery } from "../contract/entities.ts";
import { eventList, eventsQuery } from "../contract/events.ts";
import { serviceStatus } from "../contract/service.ts";
import { device, deviceList, devicePath, devicesQuery } from "../contract/status.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { EntitiesPort, StatusPort } from "../ports.ts";

const tag = "Status";
const scope = "events.read";

/** How devices and the service are, and what happened. */
export function addServiceRoutes(app: FastifyInstance, door: ApiDoor, port: StatusPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/status",
    scope,
    doc: { tag, summary: "Tells how the service is." },
    answers: {
      200: {
        text: "Pollers, queues, sinks, store, versions and what needs attention.",
        schema: serviceStatus,
      },
    },
    handle: () => ok(port.service()),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/devices",
    scope,
    doc: { tag, summary: "Lists the devices that are polled." },
    query: devicesQuery,
    paged: { size: 50, maxSize: 1_000 },
    answers: { 200: { text: "A part of the list.", schema: deviceList } },
    handle: ({ query, page }) => {
      const { offset, limit } = page;
      const { totalCount, items } = port.devices({ ...query, offset, limit });
      return ok({ totalCount, pageSize: limit, nextPageKey: page.next(totalCount), devices: items });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/devices/:id",
    scope,
    doc: { tag, summary: "Shows one device." },
    params: devicePath,
    answers: { 200: { text: "The device.", schema: device } },
    handle: ({ params: { id } }) => ok(found(port.device(id), `device ${id}`)),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/events",
    scope,
    doc: { tag, summary: "Lists what happened." },
    query: eventsQuery,
    answers: { 200: { text: "The latest events.", schema: eventList } },
    handle: async ({ query }) => ok({ events: await port.events(query) }),
  });
}

export function addHistoryRoute(app: FastifyInstance, door: ApiDoor, port: EntitiesPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/entities/:id/history",
    scope: "entities.read",
    doc: { tag: "Entities", summary: "Lists what changed of an entity." },
    params: entityPath,
    query: historyQuery,
    answers: { 200: { text: "The latest changes.", schema: entityHistory } },
    handle: async ({ params: { id }, query }) =>
      ok({ changes: found(await port.history(id, query), `entity ${id}`) }),
  });
}
