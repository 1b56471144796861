import type { FastifyInstance } from "fastify";
import {
  configuration,
  configurationList,
  configurationPath,
  configurationStatus,
  configurationsQuery,
  createdList,
  newConfigurations,
  newValue,
  replaced,
} from "../contract/configurations.ts";
import { extensionPath, validateOnlyQuery } from "../contract/extensions.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import type { ConfigurationJson, ConfigurationsPort, CreatedJson } from "../ports.ts";

const tag = "Monitoring configurations";
const url = "/api/v2/extensions/:name/monitoringConfigurations";
const [read, write] = ["extensionConfigurations.read", "extensionConfigurations.write"] as const;

/** Spec 2 §3. */
export function addMonitoringConfigurationRoutes(
  app: FastifyInstance,
  door: ApiDoor,
  port: ConfigurationsPort,
): void {
  addRoute(app, door, {
    method: "GET",
    url,
    scope: read,
    doc: { tag, summary: "Lists the monitoring configurations of an extension." },
    params: extensionPath,
    query: configurationsQuery,
    paged: { size: 20, maxSize: 100 },
    answers: { 200: { text: "A part of the list; secrets are masked.", schema: configurationList } },
    handle: ({ params: { name }, query, page }) => {
      const { offset, limit } = page;
      const { totalCount, items } = found(port.list(name, { ...query, offset, limit }), `extension ${name}`);
      return ok({ items, totalCount, pageSize: limit, nextPageKey: page.next(totalCount) });
    },
  });
  addRoute(app, door, {
    method: "POST",
    url,
    scope: write,
    doc: {
      tag,
      summary: "Creates monitoring configurations.",
      description: "Each element of the list is checked and created, or refused, by itself.",
    },
    params: extensionPath,
    query: validateOnlyQuery,
    body: newConfigurations,
    answers: {
      200: { text: "All were taken.", schema: createdList },
      207: { text: "Some were taken.", schema: createdList },
      400: { text: "None was taken.", schema: createdList },
      404: { text: "None was taken: what they name is not there.", schema: createdList },
    },
    handle: async ({ params: { name }, query: { validateOnly = false }, body, caller }) => {
      const created = await port.create(name, body, { validateOnly }, caller);
      return { status: statusOf(created), body: created };
    },
  });
  addOne(app, door, port);
}

function statusOf(created: readonly CreatedJson[]): number {
  const codes = new Set(created.map(({ code }) => code));
  if (codes.has(200)) return codes.size === 1 ? 200 : 207;
  return codes.has(400) ? 400 : 404;
}

function addOne(app: FastifyInstance, door: ApiDoor, port: ConfigurationsPort): void {
  const one = { url: `${url}/:id`, params: configurationPath } as const;
  addRoute(app, door, {
    ...one,
    method: "GET",
    scope: read,
    doc: { tag, summary: "Shows a monitoring configuration.", description: "Secrets are masked." },
    answers: { 200: { text: "The configuration; its revision is in ETag.", schema: configuration } },
    handle: ({ params: { name, id } }) => {
      const configured = found(port.get(name, id), `configuration ${id} of ${name}`);
      return ok(configured, { etag: etag(configured) });
    },
  });
  addRoute(app, door, {
    ...one,
    method: "PUT",
    scope: write,
    doc: {
      tag,
      summary: "Changes a monitoring configuration.",
      description:
        "A secret that is the mask keeps what is stored. With If-Match only that revision is changed: 412.",
    },
    body: newValue,
    answers: { 200: { text: "It is in force.", schema: replaced } },
    handle: async ({ params: { name, id }, body, ifRevision, caller }) => {
      const changed = await port.replace(name, id, body.value, { ifRevision }, caller);
      const { objectId, revision, findings } = changed;
      return ok({ code: 200, objectId, revision, findings }, { etag: etag(changed) });
    },
  });
  addRoute(app, door, {
    ...one,
    method: "DELETE",
    scope: write,
    doc: { tag, summary: "Removes a monitoring configuration." },
    answers: { 204: { text: "It is gone." } },
    handle: async ({ params: { name, id }, ifRevision, caller }) => {
      await port.remove(name, id, { ifRevision }, caller);
      return NO_CONTENT;
    },
  });
  addRoute(app, door, {
    url: `${url}/:id/status`,
    params: configurationPath,
    method: "GET",
    scope: read,
    doc: { tag, summary: "Tells how a monitoring configuration does." },
    answers: { 200: { text: "The status.", schema: configurationStatus } },
    handle: ({ params: { name, id } }) => ok(found(port.status(name, id), `configuration ${id} of ${name}`)),
  });
}

export function etag({ revision }: Pick<ConfigurationJson, "revision">): string {
  return `"${revision}"`;
}
