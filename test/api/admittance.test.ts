import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { isFromThisHost } from "../../src/api/loopback.ts";
import { startApiBench } from "../support/api-bench.ts";

const PATH = "/api/v2/metrics/ingest";
const UNKNOWN = `dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`;
/** A request that a proxy on this host passes on. */
const ELSEWHERE = { "x-forwarded-for": "192.0.2.7" };

describe("a token", () => {
  test.each(["Api-Token", "api-token", "API-TOKEN", "Bearer", "bearer"])(
    "is taken after %s",
    async (scheme) => {
      const { post, issue } = await startApiBench({ loopbackWithoutToken: false });
      const authorization = `${scheme} ${issue("metrics.ingest")}`;
      expect((await post(PATH, "a.b 1", { authorization })).status).toBe(202);
    },
  );

  test("that is missing is asked for: 401 with a challenge and what to do", async () => {
    const { post, taken } = await startApiBench({ loopbackWithoutToken: false });
    const response = await post(PATH, "a.b 1");
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Api-Token");
    const { error } = (await response.json()) as { error: { code: number; message: string } };
    expect(error.code).toBe(401);
    expect(error.message).toContain("snmpgate token create --scopes metrics.ingest");
    expect(taken).toEqual([]);
  });

  test.each([
    ["is not known", `Api-Token ${UNKNOWN}`],
    ["has another shape", "Api-Token s3cr3t"],
    ["comes by another scheme", "Basic dXNlcjpwYXNz"],
    ["is not there behind its scheme", "Api-Token"],
  ])("that %s is refused, on loopback as well: 401", async (_, authorization) => {
    const { post, taken } = await startApiBench();
    expect((await post(PATH, "a.b 1", { authorization })).status).toBe(401);
    expect(taken).toEqual([]);
  });

  test("whose secret part is wrong is refused", async () => {
    const { post, issue } = await startApiBench();
    const token = issue("metrics.ingest");
    const authorization = `Api-Token ${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    expect((await post(PATH, "a.b 1", { authorization })).status).toBe(401);
  });

  test("without the scope is refused by name of what is missing: 403", async () => {
    const { post, issue } = await startApiBench();
    const token = issue("logs.ingest");
    const response = await post(PATH, "a.b 1", { authorization: `Api-Token ${token}` });
    expect(response.status).toBe(403);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain("lacks the scope metrics.ingest");
    expect(error.message).not.toContain(token.slice(32));
  });

  test("never reaches the log, whether it is good or not", async () => {
    const { post, issue, warnings } = await startApiBench();
    const token = issue("logs.ingest");
    await post(PATH, "a.b 1", { authorization: `Api-Token ${token}` });
    await post(`${PATH}?api-token=${UNKNOWN}`, "a.b 1", { authorization: `Api-Token ${UNKNOWN}` });
    expect(warnings.map(({ code }) => code)).toEqual(["api.scope", "api.unknown-token"]);
    expect(JSON.stringify(warnings)).not.toContain(token.slice(32));
    expect(JSON.stringify(warnings)).not.toContain("BBBB");
  });
});

describe("without a token", () => {
  test("programs on this host may send when loopback is open", async () => {
    const { post, taken } = await startApiBench();
    expect((await post(PATH, "a.b 1")).status).toBe(202);
    expect(taken).toMatchObject([{ from: "loopback" }]);
  });

  test.each([
    ["a proxy on this host may not send for others", ELSEWHERE],
    ["a page in a browser on this host may not send", { origin: "https://example.com" }],
  ])("%s: 401", async (_, headers) => {
    const { post } = await startApiBench();
    expect((await post(PATH, "a.b 1", headers)).status).toBe(401);
  });

  test("the path of a OneAgent takes what is sent on this host, whatever token comes with it", async () => {
    const { post } = await startApiBench();
    const authorization = `Api-Token ${UNKNOWN}`;
    expect((await post("/metrics/ingest", "a.b 1", { authorization })).status).toBe(202);
  });

  test("the path of a OneAgent is for this host alone: 403, even with a token", async () => {
    const { post, issue } = await startApiBench();
    const authorization = `Api-Token ${issue("metrics.ingest")}`;
    const response = await post("/metrics/ingest", "a.b 1", { ...ELSEWHERE, authorization });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("/api/v2/metrics/ingest");
  });

  test("nobody may send when loopback is closed, on the path of a OneAgent neither", async () => {
    const { post } = await startApiBench({ loopbackWithoutToken: false });
    expect((await post("/metrics/ingest", "a.b 1")).status).toBe(401);
  });
});

test("a secret of one wrong sender does not fill the log: once a minute, with the number of repeats", async () => {
  const { post, warnings, clock } = await startApiBench();
  const authorization = `Api-Token ${UNKNOWN}`;
  for (let i = 0; i < 5; i++) await post(PATH, "a.b 1", { authorization });
  expect(warnings).toHaveLength(1);
  await clock.advance(60_000);
  await post(PATH, "a.b 1", { authorization });
  expect(warnings[1]).toMatchObject({ code: "api.unknown-token", repeatsSinceLast: 4 });
});

test.each([
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["192.0.2.1", false],
  ["::ffff:192.0.2.1", false],
  ["fe80::1", false],
  ["127.0.0.1.example.net", false],
  [undefined, false],
])("%s is this host: %s", (remoteAddress, expected) => {
  const request = { socket: { remoteAddress }, headers: {} } as Partial<IncomingMessage> as IncomingMessage;
  expect(isFromThisHost(request)).toBe(expected);
});
