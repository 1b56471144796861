import type { FastifyInstance } from "fastify";
import { topologyMap, topologyQuery } from "../contract/topology.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { ok } from "../json/route.ts";
import type { TopologyPort } from "../topology-port.ts";

/** What is connected with what, for a map. */
export function addTopologyRoute(app: FastifyInstance, door: ApiDoor, port: TopologyPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/topology",
    scope: "entities.read",
    doc: {
      tag: "Entities",
      summary: "Shows what is connected with what.",
      description:
        "Entities that are the same are one node. What is not shown is gone through: two devices whose interfaces are linked are linked, with the names of the ports.",
    },
    query: topologyQuery,
    answers: { 200: { text: "The map, of at most 2,000 nodes.", schema: topologyMap } },
    handle: async ({ query }) => ok(await port.map(query)),
  });
}
