import type { FastifyInstance } from "fastify";
import {
  credential,
  credentialList,
  credentialPath,
  credentialVersionPath,
  credentialVersions,
  newCredential,
} from "../contract/credentials.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import type { CredentialsPort } from "../ports.ts";

const tag = "Credentials";
const one = { url: "/api/snmpgate/credentials/:name", params: credentialPath } as const;

/** Named credentials: secrets go in and never out. */
export function addCredentialRoutes(app: FastifyInstance, door: ApiDoor, port: CredentialsPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/credentials",
    scope: "credentials.read",
    doc: { tag, summary: "Lists the credentials; secrets are masked." },
    answers: { 200: { text: "All of them.", schema: credentialList } },
    handle: () => ok({ credentials: port.list() }),
  });
  addRoute(app, door, {
    ...one,
    method: "GET",
    scope: "credentials.read",
    doc: { tag, summary: "Shows a credential; secrets are masked." },
    answers: { 200: { text: "The credential.", schema: credential } },
    handle: ({ params: { name } }) => ok(found(port.get(name), `credential ${name}`)),
  });
  addRoute(app, door, {
    ...one,
    method: "PUT",
    scope: "credentials.write",
    doc: {
      tag,
      summary: "Creates or changes a credential.",
      description:
        "A secret that is the mask keeps what is stored. Devices that use it get the new one at once. With If-Match of its revision it is refused with 412 when somebody else changed it, with If-None-Match: * when there is one of this name already.",
    },
    body: newCredential,
    answers: {
      200: { text: "It is changed.", schema: credential },
      201: { text: "It is new.", schema: credential },
    },
    handle: async ({ params: { name }, body, ifRevision, ifNew, caller }) => {
      const conditions = { ifRevision, ifNew };
      const { created, credential: kept } = await port.put(name, body.authentication, conditions, caller);
      return { status: created ? 201 : 200, body: kept };
    },
  });
  addRoute(app, door, {
    ...one,
    method: "DELETE",
    scope: "credentials.write",
    doc: { tag, summary: "Removes a credential that no device uses." },
    answers: { 204: { text: "It is gone." } },
    handle: async ({ params: { name }, caller }) => {
      await port.remove(name, caller);
      return NO_CONTENT;
    },
  });
  addCredentialVersionRoutes(app, door, port);
}

function addCredentialVersionRoutes(app: FastifyInstance, door: ApiDoor, port: CredentialsPort): void {
  const url = `${one.url}/versions` as const;
  addRoute(app, door, {
    method: "GET",
    url,
    scope: "credentials.read",
    doc: { tag, summary: "Lists the earlier versions of a credential, also of one that was removed." },
    params: credentialPath,
    answers: { 200: { text: "Those that are kept; secrets are masked.", schema: credentialVersions } },
    handle: async ({ params: { name } }) =>
      ok({ versions: found(await port.versions(name), `credential ${name}`) }),
  });
  addRoute(app, door, {
    method: "POST",
    url: `${url}/:revision/restore`,
    scope: "credentials.write",
    doc: { tag, summary: "Puts an earlier version of a credential in force." },
    params: credentialVersionPath,
    answers: { 200: { text: "It is in force.", schema: credential } },
    handle: async ({ params: { name, revision }, caller }) => ok(await port.restore(name, revision, caller)),
  });
}
