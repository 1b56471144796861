import type { FastifyInstance } from "fastify";
import { newTags, tagList, tagsApplied, tagsQuery, tagsRemoved, untagQuery } from "../contract/entities.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { ok } from "../json/route.ts";
import type { EntitiesPort } from "../ports.ts";

const tag = "Entities";
const url = "/api/v2/tags";

/** Spec 4 §5.2. */
export function addTagRoutes(app: FastifyInstance, door: ApiDoor, port: EntitiesPort): void {
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "entities.read",
    doc: { tag, summary: "Lists the tags of the entities that a selector names." },
    query: tagsQuery,
    answers: { 200: { text: "The tags.", schema: tagList } },
    handle: async ({ query }) => {
      const tags = await port.tags(query);
      return ok({ totalCount: tags.length, tags });
    },
  });
  addRoute(app, door, {
    method: "POST",
    url,
    scope: "entities.write",
    doc: { tag, summary: "Adds tags to the entities that a selector names." },
    query: tagsQuery,
    body: newTags,
    answers: { 200: { text: "The tags are there.", schema: tagsApplied } },
    handle: async ({ query, body, caller }) => ok(await port.addTags(query, body.tags, caller)),
  });
  addRoute(app, door, {
    method: "DELETE",
    url,
    scope: "entities.write",
    doc: { tag, summary: "Removes a tag from the entities that a selector names." },
    query: untagQuery,
    answers: { 200: { text: "The tag is gone.", schema: tagsRemoved } },
    handle: async ({ query: { key, value, deleteAllWithKey, ...of }, caller }) =>
      ok(await port.removeTags(of, { key, value, deleteAllWithKey }, caller)),
  });
}
