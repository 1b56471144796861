import type { FastifyInstance } from "fastify";
import { extensionVersionPath, findings, manifestText } from "../contract/extensions.ts";
import { preview, previewRequest } from "../contract/preview.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { ExtensionsPort, OnboardingPort } from "../ports.ts";
import { EXTENSION_TYPES } from "../v2/extensions.ts";

/** Trying things out before they are in force. */
export function addPreviewRoutes(
  app: FastifyInstance,
  door: ApiDoor,
  { onboarding, extensions }: { readonly onboarding: OnboardingPort; readonly extensions: ExtensionsPort },
): void {
  addRoute(app, door, {
    method: "POST",
    url: "/api/snmpgate/preview",
    scope: "extensionConfigurations.write",
    doc: {
      tag: "Preview",
      summary: "Shows what a manifest makes of a device or of a recording.",
      description: "Polls the device once; nothing is kept or sent on.",
    },
    body: previewRequest,
    bodyLimitBytes: door.limits.previewBytes,
    answers: { 200: { text: "Lines, entities and costs.", schema: preview } },
    handle: async ({ body, left, caller }) => ok(await onboarding.preview(body, left(), caller)),
  });
  addManifestRoutes(app, door, extensions);
}

function addManifestRoutes(app: FastifyInstance, door: ApiDoor, port: ExtensionsPort): void {
  const file = {
    types: EXTENSION_TYPES,
    limitBytes: door.limits.extensionBytes,
    text: "Send the text of an extension.yaml, or the zip of an extension.",
  };
  addRoute(app, door, {
    method: "POST",
    url: "/api/snmpgate/manifests/check",
    scope: "extensions.read",
    doc: { tag: "Preview", summary: "Checks a manifest, alone or in its package." },
    file,
    answers: { 200: { text: "What was found, with file, line and column.", schema: findings } },
    handle: async ({ file: bytes }) => {
      const list = await port.check(bytes);
      return ok({ valid: list.every(({ severity }) => severity !== "error"), findings: list });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/extensions/:name/:version/manifest",
    scope: "extensions.read",
    doc: { tag: "Extensions", summary: "Gives the text of a manifest." },
    params: extensionVersionPath,
    answers: { 200: { text: "The text.", schema: manifestText, type: YAML } },
    handle: async ({ params: { name, version } }) => {
      const text = found(await port.manifestText(name, version), `extension ${name} ${version}`);
      return { status: 200, text: { type: `${YAML}; charset=utf-8`, text } };
    },
  });
}

const YAML = "text/yaml";
