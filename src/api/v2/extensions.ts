import type { FastifyInstance } from "fastify";
import {
  configurationSchema,
  extension,
  extensionList,
  extensionPath,
  extensionsQuery,
  extensionVersion,
  extensionVersionPath,
  validateOnlyQuery,
} from "../contract/extensions.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { type CallPage, type FileBody, ok } from "../json/route.ts";
import type { ExtensionsPort, ExtensionVersionJson, Paged } from "../ports.ts";

const tag = "Extensions";
const PAGED = { size: 20, maxSize: 100 };

const ZIP_TYPES = ["application/octet-stream", "application/zip", "application/x-zip-compressed"];
const YAML_TYPES = ["text/yaml", "application/yaml", "application/x-yaml", "text/x-yaml", "text/plain"];
/** A package, or a manifest alone. */
export const EXTENSION_TYPES = [...ZIP_TYPES, ...YAML_TYPES];

/** Spec 2 §3. */
export function addExtensionRoutes(app: FastifyInstance, door: ApiDoor, port: ExtensionsPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/extensions",
    scope: "extensions.read",
    doc: { tag, summary: "Lists the extensions, each with its active version or else the newest." },
    query: extensionsQuery,
    paged: PAGED,
    answers: { 200: { text: "A part of the list.", schema: extensionList } },
    handle: ({ query, page }) => {
      const { offset, limit } = page;
      return ok(listOf(port.list({ ...query, offset, limit }), page));
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/extensions/:name",
    scope: "extensions.read",
    doc: { tag, summary: "Lists the versions of an extension." },
    params: extensionPath,
    paged: PAGED,
    answers: { 200: { text: "A part of the list.", schema: extensionList } },
    handle: ({ params: { name }, page }) =>
      ok(listOf(found(port.versions(name, page), `extension ${name}`), page)),
  });
  addUpload(app, door, port);
  addVersionRoutes(app, door, port);
}

function listOf({ totalCount, items }: Paged<ExtensionVersionJson>, page: CallPage): object {
  return { totalCount, pageSize: page.limit, nextPageKey: page.next(totalCount), extensions: items };
}

function addUpload(app: FastifyInstance, door: ApiDoor, port: ExtensionsPort): void {
  const file: FileBody = {
    types: EXTENSION_TYPES,
    limitBytes: door.limits.extensionBytes,
    text: "Send the zip of the extension, or the text of an extension.yaml.",
  };
  addRoute(app, door, {
    method: "POST",
    url: "/api/v2/extensions",
    scope: "extensions.write",
    doc: { tag, summary: "Installs a version of an extension." },
    query: validateOnlyQuery,
    file,
    answers: {
      200: { text: "It is valid; only that was asked.", schema: extension },
      201: { text: "It is installed.", schema: extension },
    },
    handle: async ({ file: bytes, query: { validateOnly = false }, caller }) => ({
      status: validateOnly ? 200 : 201,
      body: await port.install(bytes, { validateOnly }, caller),
    }),
  });
}

function addVersionRoutes(app: FastifyInstance, door: ApiDoor, port: ExtensionsPort): void {
  const url = "/api/v2/extensions/:name/:version";
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "extensions.read",
    doc: { tag, summary: "Shows a version of an extension." },
    params: extensionVersionPath,
    answers: { 200: { text: "The version.", schema: extension } },
    handle: ({ params: { name, version } }) =>
      ok(found(port.get(name, version), `extension ${name} ${version}`)),
  });
  addRoute(app, door, {
    method: "DELETE",
    url,
    scope: "extensions.write",
    doc: { tag, summary: "Removes a version that no configuration uses." },
    params: extensionVersionPath,
    answers: { 200: { text: "It is gone.", schema: extensionVersion } },
    handle: async ({ params: { name, version }, caller }) => ok(await port.remove(name, version, caller)),
  });
  addRoute(app, door, {
    method: "GET",
    url: `${url}/schema`,
    scope: "extensions.read",
    doc: { tag, summary: "Gives the JSON Schema of the value of its monitoring configurations." },
    params: extensionVersionPath,
    answers: { 200: { text: "The schema.", schema: configurationSchema } },
    handle: ({ params: { name, version } }) =>
      ok(found(port.schema(name, version), `extension ${name} ${version}`)),
  });
}
