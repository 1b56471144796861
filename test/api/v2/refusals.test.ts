import { describe, expect, test } from "vitest";
import type { TokenScope } from "../../../src/access/index.ts";
import type { MetricResultJson } from "../../../src/api/index.ts";
import { rawExchange } from "../../support/api-bench.ts";
import { type Called, startApiCalls } from "../../support/api-calls.ts";
import { SERIES } from "../../support/fake-ports.ts";

const ENTITIES = "GET /api/v2/entities?entitySelector=type(x)";

interface Refusal {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly constraintViolations?: readonly Readonly<Record<string, unknown>>[];
  };
}
const refusal = ({ json }: Called): Refusal["error"] => (json as Refusal).error;

describe("a token without the scope is refused by its name: 403 for", () => {
  test.each<readonly [string, TokenScope]>([
    [ENTITIES, "entities.read"],
    ["POST /api/v2/entities/custom", "entities.write"],
    ["DELETE /api/v2/tags?entitySelector=x&key=y", "entities.write"],
    ["GET /api/v2/metrics/query?metricSelector=a", "metrics.read"],
    ["POST /api/v2/extensions", "extensions.write"],
    ["GET /api/v2/extensions/a/1/schema", "extensions.read"],
    ["GET /api/v2/extensions/a/environmentConfiguration", "extensionEnvironment.read"],
    ["PUT /api/v2/extensions/a/environmentConfiguration", "extensionEnvironment.write"],
    ["GET /api/v2/extensions/a/monitoringConfigurations", "extensionConfigurations.read"],
    ["DELETE /api/v2/extensions/a/monitoringConfigurations/b", "extensionConfigurations.write"],
    ["GET /api/snmpgate/credentials", "credentials.read"],
    ["PUT /api/snmpgate/credentials/a", "credentials.write"],
    ["POST /api/snmpgate/onboarding", "extensionConfigurations.write"],
    ["POST /api/snmpgate/preview", "extensionConfigurations.write"],
    ["GET /api/snmpgate/live", "events.read"],
    ["GET /api/snmpgate/devices", "events.read"],
  ])("%s", async (what, scope) => {
    const { call, ports } = await startApiCalls();
    const called = await call(what, { scopes: ["logs.ingest"] });
    expect(called.status).toBe(403);
    expect(refusal(called).message).toContain(scope);
    expect(ports.asked).toEqual([]);
  });
});

test("a program on this host may look without a token, and may not change anything: 401", async () => {
  const { get, post } = await startApiCalls();
  expect((await get("/api/v2/entities?entitySelector=type(x)")).status).toBe(200);
  expect((await get("/api/snmpgate/credentials")).status).toBe(401);
  expect((await post("/api/v2/entities/custom", "{}")).status).toBe(401);
});

describe("paging", () => {
  interface Page {
    readonly nextPageKey: string | null;
    readonly pageSize: number;
    readonly entities: readonly { readonly displayName: string }[];
  }

  test("leads through the whole list, with the query of its first part", async () => {
    const { call, ports } = await startApiCalls();
    const names: string[] = [];
    let path = `${ENTITIES}&pageSize=50&sort=name`;
    for (let parts = 0; parts < 5; parts++) {
      const { nextPageKey, entities, pageSize } = (await call(path)).json as Page;
      expect(pageSize).toBe(50);
      names.push(...entities.map(({ displayName }) => displayName));
      if (nextPageKey === null) break;
      path = `GET /api/v2/entities?nextPageKey=${nextPageKey}`;
    }
    expect(names).toEqual(Array.from({ length: 120 }, (_, i) => `sw-${i}`));
    expect(ports.asked.map(({ with: [query] }) => query)).toEqual(
      [0, 50, 100].map((offset) => ({ entitySelector: "type(x)", sort: "name", offset, limit: 50 })),
    );
  });

  test("takes a key from one path to the next below /e/, too", async () => {
    const { call } = await startApiCalls();
    const { nextPageKey } = (await call(ENTITIES.replace(" ", " /e/x"))).json as Page;
    expect((await call(`GET /e/x/api/v2/entities?nextPageKey=${nextPageKey}`)).status).toBe(200);
  });

  test("refuses a key beside other parameters, a changed one and one of another list: 400", async () => {
    const { call } = await startApiCalls();
    const { nextPageKey: key } = (await call(ENTITIES)).json as Page;
    for (const path of [
      `entities?nextPageKey=${key}&pageSize=5`,
      `entities?nextPageKey=${key?.slice(0, -2)}`,
      `entities?nextPageKey=A${key}`,
      "entities?nextPageKey=",
      "entities?nextPageKey=a&nextPageKey=b",
      `metrics?nextPageKey=${key}`,
    ]) {
      const called = await call(`GET /api/v2/${path}`);
      expect(called.status, path).toBe(400);
      expect(refusal(called).constraintViolations).toMatchObject([
        { path: "nextPageKey", parameterLocation: "QUERY" },
      ]);
    }
  });

  test.each([
    ["entities?entitySelector=x&", 4_000],
    ["entityTypes?", 500],
    ["metrics?", 500],
    ["extensions?", 100],
    ["extensions/custom:switch/monitoringConfigurations?", 100],
  ])("of %s has parts of at most %i: 400 above, and for none", async (path, maxSize) => {
    const { call } = await startApiCalls();
    expect((await call(`GET /api/v2/${path}pageSize=${maxSize}`)).status).toBe(200);
    for (const size of [maxSize + 1, 0, -1, 1.5, "x", ""]) {
      expect((await call(`GET /api/v2/${path}pageSize=${size}`)).status, String(size)).toBe(400);
    }
  });
});

describe("a query", () => {
  test("without its selector is refused with the parameter at fault", async () => {
    const { call } = await startApiCalls();
    const called = await call("GET /api/v2/entities?fields=%2Bproperties");
    expect(called.status).toBe(400);
    expect(refusal(called).constraintViolations).toEqual([
      { path: "entitySelector", message: expect.any(String), parameterLocation: "QUERY", location: null },
    ]);
  });

  test("that the port refuses keeps status, words and violations of the port", async () => {
    const { call } = await startApiCalls();
    const called = await call("GET /api/v2/entities?entitySelector=type(nowhere)");
    expect([called.status, called.json]).toEqual([
      400,
      {
        error: {
          code: 400,
          message: "the type nowhere is not known",
          constraintViolations: [
            { path: "entitySelector", message: "unknown type", parameterLocation: "QUERY" },
          ],
        },
      },
    ]);
  });
});

describe("a body", () => {
  const TAGS = "POST /api/v2/tags?entitySelector=type(x)";
  const json = { "content-type": "application/json" };

  test("that is wrong is refused with a pointer to each value at fault, and without the values", async () => {
    const { call } = await startApiCalls();
    const called = await call(TAGS, {
      body: { tags: [{ key: "a" }, { key: "" }, { key: 7, value: ["s3cr3t"] }] },
    });
    expect(called.status).toBe(400);
    expect(refusal(called).constraintViolations?.map(({ path }) => path)).toEqual([
      "/tags/1/key",
      "/tags/2/key",
      "/tags/2/value",
    ]);
    expect(JSON.stringify(called.json)).not.toContain("s3cr3t");
  });

  test("that is no JSON is refused without being quoted, in the answer and in the log: 400", async () => {
    const { call, warnings } = await startApiCalls();
    const called = await call("PUT /api/snmpgate/credentials/a", {
      body: '{"community":"s3cr3t",}',
      headers: json,
    });
    expect(called.status).toBe(400);
    expect(refusal(called).message).toContain("see character 23");
    expect(JSON.stringify([called.json, warnings])).not.toContain("s3cr");
  });

  test.each([
    ["that is empty: 400", "", json, 400],
    ["that is not called JSON: 415", "{}", { "content-type": "text/plain" }, 415],
    ["that is no UTF-8: 400", new Uint8Array([0x22, 0xff, 0x22]), json, 400],
    ["nested too deep: 400", `{"tags":${"[".repeat(500_000)}`, json, 400],
    ["nested deeper than anything asked for: 400", `${"[".repeat(100)}${"]".repeat(100)}`, json, 400],
    ["above a mebibyte: 413", `"${"x".repeat(1_048_576)}"`, json, 413],
    ["in an unknown encoding: 415", "{}", { ...json, "content-encoding": "br" }, 415],
  ])("%s", async (_, body, headers, expected) => {
    const { call, ports } = await startApiCalls();
    const called = await call(TAGS, { body, headers });
    expect(called.status).toBe(expected);
    expect(refusal(called).code).toBe(expected);
    expect(ports.asked).toEqual([]);
  });

  test("of a sender without a token is not waited for: 401", async () => {
    const { api } = await startApiCalls({ loopbackWithoutToken: false });
    const head = "POST /api/v2/tags?entitySelector=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000";
    const { answer } = await rawExchange(api, `${head}\r\nContent-Type: application/json\r\n\r\n{`, 500);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });
});

test("another method is refused by those that are taken: 405", async () => {
  const { call } = await startApiCalls();
  const called = await call("PATCH /api/v2/tags");
  expect([called.status, called.headers.get("allow")]).toEqual([405, "GET, POST, DELETE"]);
});

test("what goes wrong in a port is our bug: 500 with words for the log alone", async () => {
  const { call, ports, warnings } = await startApiCalls();
  Object.assign(ports.metrics, {
    query: () => Promise.reject(new Error("s3cr3t detail")),
  });
  const called = await call("GET /api/v2/metrics/query?metricSelector=a");
  expect(called.status).toBe(500);
  expect(JSON.stringify(called.json)).not.toContain("s3cr3t");
  expect(warnings.at(-1)).toMatchObject({ code: "api.failed" });
});

test("more than may be under way at once are refused, and lines come in all the same: 429", async () => {
  const { call, ports, post } = await startApiCalls({ limits: { questionsInFlight: 1 } });
  let answer: (value: MetricResultJson) => void = () => undefined;
  const waiting = new Promise<MetricResultJson>((resolve) => {
    answer = resolve;
  });
  let asked = 0;
  Object.assign(ports.metrics, { query: () => ((asked += 1), waiting) });
  const first = call("GET /api/v2/metrics/query?metricSelector=a");
  await expect.poll(() => asked).toBe(1);
  const second = await call(ENTITIES);
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "1"]);
  expect((await post("/api/v2/metrics/ingest", "a.b 1")).status).toBe(202);
  answer(SERIES);
  expect((await first).status).toBe(200);
  expect((await call(ENTITIES)).status).toBe(200);
});

test("answers are kept nowhere, run nowhere and shown in no frame", async () => {
  const { call } = await startApiCalls();
  for (const path of [ENTITIES, "GET /api/v2/nothing", "GET /api/v2/entities"]) {
    const { headers } = await call(path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

test("without ports there is nothing to ask, and lines come in", async () => {
  const { call, post } = await startApiCalls({ ports: undefined });
  expect((await call(ENTITIES)).status).toBe(404);
  expect((await call("GET /api/docs")).status).toBe(404);
  expect((await post("/api/v2/metrics/ingest", "a.b 1")).status).toBe(202);
});
