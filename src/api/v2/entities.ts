import type { FastifyInstance } from "fastify";
import {
  customDevice,
  customDeviceCreated,
  entitiesList,
  entitiesQuery,
  entity,
  entityPath,
  entityQuery,
  entityType,
  entityTypeList,
  entityTypePath,
} from "../contract/entities.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import type { EntitiesPort } from "../ports.ts";

const tag = "Entities";

/** Spec 4 §5.1 and §5.2. */
export function addEntityRoutes(app: FastifyInstance, door: ApiDoor, port: EntitiesPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/entities",
    scope: "entities.read",
    doc: { tag, summary: "Lists the entities that a selector names." },
    query: entitiesQuery,
    paged: { size: 50, maxSize: 4_000 },
    answers: { 200: { text: "A part of the list.", schema: entitiesList } },
    handle: async ({ query, page }) => {
      const { offset, limit } = page;
      const { totalCount, items } = await port.list({ ...query, offset, limit });
      return ok({ totalCount, pageSize: limit, nextPageKey: page.next(totalCount), entities: items });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/entities/:id",
    scope: "entities.read",
    doc: { tag, summary: "Shows one entity, with all its fields unless told otherwise." },
    params: entityPath,
    query: entityQuery,
    answers: { 200: { text: "The entity.", schema: entity } },
    handle: async ({ params: { id }, query }) => ok(found(await port.get(id, query), `entity ${id}`)),
  });
  addRoute(app, door, {
    method: "POST",
    url: "/api/v2/entities/custom",
    scope: "entities.write",
    doc: { tag, summary: "Creates or updates a custom device." },
    body: customDevice,
    answers: {
      201: { text: "It is new.", schema: customDeviceCreated },
      204: { text: "It was there and is updated." },
    },
    handle: async ({ body, caller }) => {
      const { created, ...ids } = await port.putCustom(body, caller);
      return created ? { status: 201, body: ids } : NO_CONTENT;
    },
  });
  addTypeRoutes(app, door, port);
}

function addTypeRoutes(app: FastifyInstance, door: ApiDoor, port: EntitiesPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/entityTypes",
    scope: "entities.read",
    doc: { tag, summary: "Lists the types of entities." },
    paged: { size: 50, maxSize: 500 },
    answers: { 200: { text: "A part of the list.", schema: entityTypeList } },
    handle: ({ page }) => {
      const { totalCount, items } = port.types(page);
      return ok({ totalCount, pageSize: page.limit, nextPageKey: page.next(totalCount), types: items });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/entityTypes/:type",
    scope: "entities.read",
    doc: { tag, summary: "Shows one type of entities." },
    params: entityTypePath,
    answers: { 200: { text: "The type.", schema: entityType } },
    handle: ({ params: { type } }) => ok(found(port.type(type), `entity type ${type}`)),
  });
}
