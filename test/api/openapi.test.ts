import { expect, test } from "vitest";
import { TOKEN_SCOPES } from "../../src/access/index.ts";
import type { OpenApiDocument, Operation } from "../../src/api/openapi/document.ts";
import { startApiCalls } from "../support/api-calls.ts";

async function readDocument(): Promise<OpenApiDocument> {
  const { get } = await startApiCalls();
  const response = await get("/api/openapi.json");
  expect(response.status).toBe(200);
  return (await response.json()) as OpenApiDocument;
}

function operationsOf({
  paths,
}: OpenApiDocument): readonly (readonly [name: string, operation: Operation])[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
}

/** What specs 2 to 4 name, and ours. */
const SCOPES: Readonly<Record<string, string | undefined>> = {
  "GET /api/v2/entities": "entities.read",
  "GET /api/v2/entities/{id}": "entities.read",
  "POST /api/v2/entities/custom": "entities.write",
  "GET /api/v2/entityTypes": "entities.read",
  "GET /api/v2/entityTypes/{type}": "entities.read",
  "GET /api/v2/tags": "entities.read",
  "POST /api/v2/tags": "entities.write",
  "DELETE /api/v2/tags": "entities.write",
  "GET /api/v2/metrics": "metrics.read",
  "GET /api/v2/metrics/{key}": "metrics.read",
  "GET /api/v2/metrics/query": "metrics.read",
  "POST /api/v2/metrics/ingest": "metrics.ingest",
  "POST /metrics/ingest": "metrics.ingest",
  "POST /api/v2/otlp/v1/metrics": "metrics.ingest",
  "POST /api/v2/otlp/v1/logs": "logs.ingest",
  "POST /api/v2/otlp/v1/traces": "openTelemetryTrace.ingest",
  "POST /v1/metrics": "metrics.ingest",
  "POST /v1/logs": "logs.ingest",
  "POST /v1/traces": "openTelemetryTrace.ingest",
  "GET /api/v2/extensions": "extensions.read",
  "POST /api/v2/extensions": "extensions.write",
  "GET /api/v2/extensions/{name}": "extensions.read",
  "GET /api/v2/extensions/{name}/{version}": "extensions.read",
  "DELETE /api/v2/extensions/{name}/{version}": "extensions.write",
  "GET /api/v2/extensions/{name}/{version}/schema": "extensions.read",
  "GET /api/v2/extensions/{name}/environmentConfiguration": "extensionEnvironment.read",
  "POST /api/v2/extensions/{name}/environmentConfiguration": "extensionEnvironment.write",
  "PUT /api/v2/extensions/{name}/environmentConfiguration": "extensionEnvironment.write",
  "DELETE /api/v2/extensions/{name}/environmentConfiguration": "extensionEnvironment.write",
  "GET /api/v2/extensions/{name}/monitoringConfigurations": "extensionConfigurations.read",
  "POST /api/v2/extensions/{name}/monitoringConfigurations": "extensionConfigurations.write",
  "GET /api/v2/extensions/{name}/monitoringConfigurations/{id}": "extensionConfigurations.read",
  "PUT /api/v2/extensions/{name}/monitoringConfigurations/{id}": "extensionConfigurations.write",
  "DELETE /api/v2/extensions/{name}/monitoringConfigurations/{id}": "extensionConfigurations.write",
  "GET /api/v2/extensions/{name}/monitoringConfigurations/{id}/status": "extensionConfigurations.read",
  "GET /api/snmpgate/extensions/{name}/monitoringConfigurations/{id}/versions":
    "extensionConfigurations.read",
  "POST /api/snmpgate/devices/{id}/poll/explain": "extensionConfigurations.write",
  "POST /api/snmpgate/extensions/{name}/monitoringConfigurations/{id}/versions/{revision}/restore":
    "extensionConfigurations.write",
  "GET /api/snmpgate/extensions/{name}/{version}/manifest": "extensions.read",
  "POST /api/snmpgate/manifests/check": "extensions.read",
  "POST /api/snmpgate/preview": "extensionConfigurations.write",
  "GET /api/snmpgate/objects": "extensions.read",
  "GET /api/snmpgate/extensions": "extensions.read",
  "GET /api/snmpgate/recordings": "extensions.read",
  "GET /api/snmpgate/manifests/schema": "extensions.read",
  "GET /api/snmpgate/manifests/supplied": "extensions.read",
  "GET /api/snmpgate/credentials": "credentials.read",
  "GET /api/snmpgate/credentials/{name}": "credentials.read",
  "PUT /api/snmpgate/credentials/{name}": "credentials.write",
  "DELETE /api/snmpgate/credentials/{name}": "credentials.write",
  "GET /api/snmpgate/credentials/{name}/versions": "credentials.read",
  "POST /api/snmpgate/credentials/{name}/versions/{revision}/restore": "credentials.write",
  "GET /api/snmpgate/extensions/{name}/{version}/revisions": "extensions.read",
  "GET /api/snmpgate/extensions/{name}/{version}/revisions/{revision}/manifest": "extensions.read",
  "POST /api/snmpgate/extensions/{name}/{version}/revisions/{revision}/restore": "extensions.write",
  "POST /api/snmpgate/onboarding/targets": "extensionConfigurations.read",
  "GET /api/snmpgate/configurations": "extensionConfigurations.read",
  "GET /api/snmpgate/extensions/{name}/{version}/offer": "extensions.read",
  "GET /api/snmpgate/onboarding": "extensionConfigurations.read",
  "POST /api/snmpgate/onboarding": "extensionConfigurations.write",
  "GET /api/snmpgate/onboarding/{id}": "extensionConfigurations.read",
  "DELETE /api/snmpgate/onboarding/{id}": "extensionConfigurations.write",
  "GET /api/snmpgate/onboarding/{id}/progress": "extensionConfigurations.read",
  "GET /api/snmpgate/screens": "entities.read",
  "GET /api/snmpgate/status": "events.read",
  "GET /api/snmpgate/topology": "entities.read",
  "GET /api/snmpgate/devices": "events.read",
  "GET /api/snmpgate/devices/{id}": "events.read",
  "GET /api/snmpgate/devices/{id}/poll": "events.read",
  "GET /api/snmpgate/devices/{id}/interfaces": "metrics.read",
  "GET /api/snmpgate/devices/{id}/charts": "metrics.read",
  "GET /api/snmpgate/fleet": "events.read",
  "GET /api/snmpgate/entity-types": "entities.read",
  "GET /api/snmpgate/events": "events.read",
  "GET /api/snmpgate/entities/{id}/history": "entities.read",
  "GET /api/snmpgate/live": "events.read",
  "GET /livez": undefined,
  "GET /readyz": undefined,
  "GET /metrics": undefined,
};

test("the document is OpenAPI 3.1 and lists every call with its scope", async () => {
  const document = await readDocument();
  expect(document.openapi).toBe("3.1.0");
  const scopes = operationsOf(document).map(([name, { security = [] }]) => [
    name,
    security[0]?.["token"]?.[0],
  ]);
  expect(Object.fromEntries(scopes)).toEqual(SCOPES);
});

test("every call has a heading, a summary, a scope that exists and answers with words", async () => {
  for (const [name, { tags, summary, responses, security = [] }] of operationsOf(await readDocument())) {
    expect(tags, name).toHaveLength(1);
    expect(summary, name).toMatch(/^[A-Z].*\.$/);
    for (const scope of security.flatMap((one) => one["token"] ?? [])) expect(TOKEN_SCOPES).toContain(scope);
    expect(responses, name).not.toEqual({});
    for (const { description } of Object.values(responses))
      expect(description.length, name).toBeGreaterThan(4);
  }
});

test("every parameter of a path is described, and every reference leads to a shape, and every shape is used", async () => {
  const document = await readDocument();
  for (const [name, { parameters = [] }] of operationsOf(document)) {
    const named = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(
      parameters.filter((one) => one.in === "path").map((one) => one.name),
      name,
    ).toEqual(named);
  }
  const shapes = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...new Set(referencesIn(document))].toSorted()).toEqual(shapes.toSorted());
});

test("lists say how large a part may be", async () => {
  const { paths } = await readDocument();
  const pageSize = paths["/api/v2/entities"]?.["get"]?.parameters?.find(({ name }) => name === "pageSize");
  expect(pageSize).toMatchObject({ in: "query", schema: { default: 50, minimum: 1, maximum: 4_000 } });
});

test("the page shows every path, with a call to paste", async () => {
  const { get } = await startApiCalls();
  const page = await (await get("/api/docs")).text();
  for (const [name] of operationsOf(await readDocument())) {
    const [method, path] = name.split(" ");
    expect(page).toContain(`<b>${method}</b> <code>${path}</code>`);
  }
  expect(page).toContain("--data-urlencode &#39;entitySelector=type(network:interface)");
  expect(page).toContain(
    "-d &#39;{&#34;tags&#34;:[{&#34;key&#34;:&#34;site&#34;,&#34;value&#34;:&#34;b4&#34;}]}&#39;",
  );
});

test("the page runs nothing, and every link inside it leads somewhere", async () => {
  const { get } = await startApiCalls();
  const response = await get("/api/docs");
  expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'self';/);
  const page = await response.text();
  expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|https:/);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  const style = await get("/api/docs/style.css");
  expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
});
