import type { FastifyInstance } from "fastify";
import { extensionVersionPath } from "../contract/extensions.ts";
import {
  configurationSummaries,
  offer,
  suppliedManifest,
  targets,
  targetsRequest,
} from "../contract/setup.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { SetupPort } from "../setup-port.ts";

const SNMP_PORT = 161;

/** What somebody who sets devices up wants to know before and after. */
export function addSetupRoutes(app: FastifyInstance, door: ApiDoor, port: SetupPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/extensions/:name/:version/offer",
    scope: "extensions.read",
    doc: {
      tag: "Extensions",
      summary: "Shows what a configuration can choose: feature sets with their metrics, and variables.",
    },
    params: extensionVersionPath,
    answers: { 200: { text: "What there is to choose.", schema: offer } },
    handle: ({ params: { name, version } }) =>
      ok(found(port.offer(name, version), `extension ${name} ${version}`)),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/manifests/supplied",
    scope: "extensions.read",
    doc: {
      tag: "Extensions",
      summary: "Gives the manifest for switches that comes with the program.",
      description: "It is installed like any other: POST its text to /api/v2/extensions.",
    },
    answers: { 200: { text: "Its name, version and text.", schema: suppliedManifest } },
    handle: async () => ok(await port.supplied()),
  });
  addRoute(app, door, {
    method: "POST",
    url: "/api/snmpgate/onboarding/targets",
    scope: "extensionConfigurations.read",
    doc: { tag: "Onboarding", summary: "Tells which devices a text means; nobody is asked." },
    body: targetsRequest,
    answers: { 200: { text: "How many, and what is wrong.", schema: targets } },
    handle: ({ body }) => ok(port.targets(body.targets, body.port ?? SNMP_PORT, body.all === true)),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/configurations",
    scope: "extensionConfigurations.read",
    doc: {
      tag: "Monitoring configurations",
      summary: "Lists the configurations of all extensions at a glance.",
      description: "Counts in place of devices: how many, how they are, and whose credentials they use.",
    },
    answers: { 200: { text: "All of them.", schema: configurationSummaries } },
    handle: async () => ok({ configurations: await port.configurations() }),
  });
}
