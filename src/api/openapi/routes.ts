import type { FastifyInstance, FastifyReply } from "fastify";
import { sendJson } from "../replies.ts";
import { openApiDocument } from "./document.ts";
import { docsPage } from "./page.ts";
import { STYLE } from "./style.ts";

/** The page takes its style from here and nothing else from anywhere. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const STYLE_PATH = "/api/docs/style.css";

/** The description of the API, for programs and for readers. It holds nothing of this service, so anybody may read it. */
export function addDocsRoutes(app: FastifyInstance): void {
  const json = once(() => JSON.stringify(openApiDocument(app)));
  const page = once(() => docsPage(openApiDocument(app), STYLE_PATH));
  app.get("/api/openapi.json", (_, reply) => sendJson(reply, 200, json()));
  app.get("/api/docs", (_, reply) =>
    sendText(reply.header("content-security-policy", PAGE_POLICY), "text/html", page()),
  );
  app.get(STYLE_PATH, (_, reply) => sendText(reply, "text/css", STYLE));
}

/** Made when it is first asked for: by then all routes are there. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}

function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.type(`${type}; charset=utf-8`).send(text);
}
