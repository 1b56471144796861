import type { FastifyInstance } from "fastify";
import { ApiError } from "../api-error.ts";
import { entityTypeCounts, screens, screensQuery } from "../contract/screens.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { ScreensPort } from "../screens-port.ts";

const tag = "Entities";
const scope = "entities.read";

/** What the pages about entities show. */
export function addScreenRoutes(app: FastifyInstance, door: ApiDoor, port: ScreensPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/screens",
    scope,
    doc: {
      tag,
      summary: "Tells what the page of an entity, or of a type, shows.",
      description:
        "The screens of the extensions in force, ready to be drawn: selectors hold the entity, and what conditions hide is left out.",
    },
    query: screensQuery,
    answers: { 200: { text: "The cards of the page.", schema: screens } },
    handle: async ({ query: { entityId, type } }) => {
      if (entityId !== undefined) return ok(found(await port.ofEntity(entityId), `entity ${entityId}`));
      if (type !== undefined) return ok(found(await port.ofType(type), `entity type ${type}`));
      throw new ApiError(400, "api.bad-query", "what shall be shown is not said", {
        remedy: "Give entityId or type.",
      });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/entity-types",
    scope,
    doc: { tag, summary: "Lists the types of entities, with how many there are." },
    answers: { 200: { text: "All types, by name.", schema: entityTypeCounts } },
    handle: async () => ok({ types: await port.types() }),
  });
}
