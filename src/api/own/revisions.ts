import type { FastifyInstance } from "fastify";
import {
  extension,
  extensionRevisionPath,
  extensionRevisions,
  extensionVersionPath,
  manifestText,
} from "../contract/extensions.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { ExtensionsPort } from "../ports.ts";

const tag = "Extensions";
const url = "/api/snmpgate/extensions/:name/:version/revisions";
const YAML = "text/yaml";

/** What the manifest of one version was before its file was changed or removed. */
export function addRevisionRoutes(app: FastifyInstance, door: ApiDoor, port: ExtensionsPort): void {
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "extensions.read",
    doc: { tag, summary: "Lists what a version held before its file was changed or removed." },
    params: extensionVersionPath,
    answers: { 200: { text: "Those that are kept.", schema: extensionRevisions } },
    handle: async ({ params: { name, version } }) =>
      ok({ revisions: found(await port.revisions(name, version), `extension ${name} ${version}`) }),
  });
  addRoute(app, door, {
    method: "GET",
    url: `${url}/:revision/manifest`,
    scope: "extensions.read",
    doc: { tag, summary: "Gives the text of a manifest as it was." },
    params: extensionRevisionPath,
    answers: { 200: { text: "The text.", schema: manifestText, type: YAML } },
    handle: async ({ params: { name, version, revision } }) => {
      const text = await port.revisionText(name, version, revision);
      const what = `revision ${revision} of ${name} ${version}`;
      return { status: 200, text: { type: `${YAML}; charset=utf-8`, text: found(text, what) } };
    },
  });
  addRoute(app, door, {
    method: "POST",
    url: `${url}/:revision/restore`,
    scope: "extensions.write",
    doc: {
      tag,
      summary: "Puts an earlier manifest in place of the file.",
      description: "Of packages only the manifest is kept, so one that stands as a package is not changed.",
    },
    params: extensionRevisionPath,
    answers: { 200: { text: "It is in force.", schema: extension } },
    handle: async ({ params: { name, version, revision }, caller }) =>
      ok(await port.restore(name, version, revision, caller)),
  });
}
