import type { FastifyInstance } from "fastify";
import { activeVersion, extensionPath } from "../contract/extensions.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { ExtensionsPort } from "../ports.ts";

const tag = "Extensions";
const url = "/api/v2/extensions/:name/environmentConfiguration";

/** Which version of an extension is active (spec 2 §3). */
export function addEnvironmentConfigurationRoutes(
  app: FastifyInstance,
  door: ApiDoor,
  port: ExtensionsPort,
): void {
  const active = (name: string) => found(port.activeVersion(name), `active version of extension ${name}`);
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "extensionEnvironment.read",
    doc: { tag, summary: "Shows the active version." },
    params: extensionPath,
    answers: { 200: { text: "The active version.", schema: activeVersion } },
    handle: ({ params: { name } }) => ok({ version: active(name) }),
  });
  for (const method of ["POST", "PUT"] as const) {
    addRoute(app, door, {
      method,
      url,
      scope: "extensionEnvironment.write",
      doc: { tag, summary: method === "POST" ? "Activates a version." : "Changes the active version." },
      params: extensionPath,
      body: activeVersion,
      answers: { 200: { text: "It is active.", schema: activeVersion } },
      handle: async ({ params: { name }, body: { version }, caller }) => {
        await port.setActiveVersion(name, version, caller);
        return ok({ version });
      },
    });
  }
  addRoute(app, door, {
    method: "DELETE",
    url,
    scope: "extensionEnvironment.write",
    doc: { tag, summary: "Leaves no version active." },
    params: extensionPath,
    answers: { 200: { text: "The version that was active.", schema: activeVersion } },
    handle: async ({ params: { name }, caller }) => {
      const version = active(name);
      await port.setActiveVersion(name, undefined, caller);
      return ok({ version });
    },
  });
}
