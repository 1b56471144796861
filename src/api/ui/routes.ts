import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Admittance } from "../admittance.ts";
import { type IndexPage, readIndexPage } from "./index-page.ts";
import { uiPolicy } from "./policy.ts";

/** Names of files below `assets/` hold a hash of what is in them. */
const FOR_EVER = "public, max-age=31536000, immutable";
/** To be asked for again each time; an ETag makes that cheap. */
const ASK_AGAIN = "no-cache";

/**
 * Serves the built UI below `/ui/`. Its files are the same for everybody, but for whether one is known, and hold nothing
 * of this network, so nobody need be known to get them, and nobody is locked out of the page where one signs in.
 * @param folder  what vite built; where it is missing the UI says so
 */
export async function addUiRoutes(
  app: FastifyInstance,
  folder: string,
  admittance: Pick<Admittance, "identify">,
): Promise<void> {
  const page = async ({ raw }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const isKnown = await admittance.identify(raw).then(
      () => true,
      () => false,
    );
    return sendPage(reply, await readIndexPage(folder, isKnown));
  };
  app.get("/", (_, reply) => reply.header("cache-control", ASK_AGAIN).redirect("/ui/", 302));
  await app.register(
    async (ui) => {
      await ui.register(fastifyStatic, {
        root: folder,
        serve: false,
        index: false,
        dotfiles: "ignore",
        cacheControl: false,
        preCompressed: true,
      });
      ui.setNotFoundHandler((_, reply) => sendText(reply, 404, "There is no such file.\n"));
      ui.get<{ Params: { "*": string } }>("/assets/*", (request, reply) =>
        sendFile(reply, `assets/${request.params["*"]}`, FOR_EVER),
      );
      // Pages have no dot in their first part, as icon.svg has; behind it there may be one: /ui/devices/192.0.2.1.
      ui.get<{ Params: { file: string } }>("/:file(^[\\w-]+\\.\\w+$)", (request, reply) =>
        sendFile(reply, request.params.file, ASK_AGAIN),
      );
      // The file as it lies there has no nonce.
      ui.get("/index.html", (_, reply) => reply.header("cache-control", ASK_AGAIN).redirect("/ui/", 302));
      ui.get("/", page);
      ui.get("/*", page);
    },
    { prefix: "/ui" },
  );
}

function sendFile(reply: FastifyReply, path: string, caching: string): FastifyReply {
  return reply
    .headers({
      "cache-control": caching,
      "content-security-policy": uiPolicy(),
      "cross-origin-resource-policy": "same-origin",
      vary: "accept-encoding",
    })
    .sendFile(path);
}

function sendPage(reply: FastifyReply, page: IndexPage | undefined): FastifyReply {
  if (page === undefined) return sendText(reply, 503, NOT_BUILT);
  return reply
    .headers({ "cache-control": ASK_AGAIN, "content-security-policy": page.policy })
    .type("text/html; charset=utf-8")
    .send(page.text);
}

const NOT_BUILT =
  "The web UI is not built yet.\nRun npm run build where snmpgate is, and load this page again.\n";

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header("cache-control", "no-store").type("text/plain; charset=utf-8").send(text);
}
