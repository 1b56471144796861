import type { FastifyInstance } from "fastify";
import { fleet, fleetQuery } from "../contract/fleet.ts";
import type { ApiDoor } from "../door.ts";
import type { FleetJson, FleetPort } from "../fleet-port.ts";
import { addRoute } from "../json/add-route.ts";

/** All devices at a glance. */
export function addFleetRoute(app: FastifyInstance, door: ApiDoor, port: FleetPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/fleet",
    scope: "events.read",
    doc: {
      tag: "Status",
      summary: "Shows all devices at a glance.",
      description:
        "Status, CPU, memory, ports and traffic of each device as its last polls told, all in one answer. With `since` only devices of which something was told after an earlier answer.",
    },
    query: fleetQuery,
    answers: { 200: { text: "The devices.", schema: fleet } },
    handle: ({ query: { since } }) => ({ status: 200, pieces: fleetText(port.fleet(since)) }),
  });
}

/** The answer device by device: nobody waits for the text of 50,000. */
function* fleetText({ at, full, gone, devices }: FleetJson): Generator<string, undefined> {
  yield `{"at":${at},"full":${full},"gone":${JSON.stringify(gone)},"devices":[`;
  let isFirst = true;
  for (const device of devices) {
    yield isFirst ? JSON.stringify(device) : `,${JSON.stringify(device)}`;
    isFirst = false;
  }
  yield "]}";
}
