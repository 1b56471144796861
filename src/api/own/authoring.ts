import type { FastifyInstance } from "fastify";
import type { AuthoringPort } from "../authoring-port.ts";
import {
  extensionOverviews,
  manifestSchema,
  mibObjects,
  objectsQuery,
  recordings,
} from "../contract/authoring.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { ok } from "../json/route.ts";

/** What an editor of manifests asks while somebody writes. */
export function addAuthoringRoutes(app: FastifyInstance, door: ApiDoor, port: AuthoringPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/objects",
    scope: "extensions.read",
    doc: { tag: "Preview", summary: "Finds MIB objects by name or OID." },
    query: objectsQuery,
    answers: { 200: { text: "Those that fit.", schema: mibObjects } },
    handle: ({ query }) => ok({ objects: port.objects(query) }),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/recordings",
    scope: "extensions.read",
    doc: { tag: "Preview", summary: "Lists the recordings that come with the program." },
    answers: { 200: { text: "Names for previews.", schema: recordings } },
    handle: async () => ok({ recordings: await port.recordings() }),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/manifests/schema",
    scope: "extensions.read",
    doc: {
      tag: "Preview",
      summary: "Gives the JSON Schema of an extension.yaml.",
      description: "Editors that know YAML schemas complete keys and choices with it.",
    },
    answers: { 200: { text: "The schema.", schema: manifestSchema } },
    handle: () => ok(port.manifestSchema()),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/extensions",
    scope: "extensions.read",
    doc: { tag: "Extensions", summary: "Lists the extensions with all of their versions." },
    answers: { 200: { text: "All of them.", schema: extensionOverviews } },
    handle: () => ok({ extensions: port.extensions() }),
  });
}
