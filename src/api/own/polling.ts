import type { FastifyInstance } from "fastify";
import { devicePoll, explainRequest, explanation, pollQuery } from "../contract/poll.ts";
import { devicePath } from "../contract/status.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { PollingPort } from "../polling-port.ts";

const url = "/api/snmpgate/devices/:id/poll";

/** How polling one device goes. */
export function addPollingRoutes(app: FastifyInstance, door: ApiDoor, port: PollingPort): void {
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "events.read",
    doc: {
      tag: "Status",
      summary: "Tells how polling a device goes.",
      description:
        "The latest rounds, what each table costs, what is missing and why, and what was learned of the device. 503 when the thread that polls it does not answer.",
    },
    params: devicePath,
    query: pollQuery,
    answers: { 200: { text: "As it is now.", schema: devicePoll } },
    handle: async ({ params: { id }, query }) => ok(found(await port.poll(id, query), `device ${id}`)),
  });
  addRoute(app, door, {
    method: "POST",
    url: `${url}/explain`,
    scope: "extensionConfigurations.write",
    doc: {
      tag: "Status",
      summary: "Explains what becomes of a metric of a device.",
      description:
        "Polls the groups that make the metric beside the schedule, twice when it is a count, within 30 seconds. Nothing is kept or sent on.",
    },
    params: devicePath,
    body: explainRequest,
    answers: { 200: { text: "Each row with its line or the cause that it has none.", schema: explanation } },
    handle: async ({ params: { id }, body, left, caller }) =>
      ok(await port.explain(id, body, left(), caller)),
  });
}
