import { describe, expect, test } from "vitest";
import { startApiCalls } from "../../support/api-calls.ts";
import {
  CONFIGURATION,
  CREDENTIAL,
  DESCRIPTOR,
  DEVICE,
  ENTITY,
  EVENT,
  EXTENSION,
  FINDING,
  FLEET_DEVICE,
  PREVIEW,
  SERIES,
  SERVICE,
  TYPE,
  VERSION,
} from "../../support/fake-ports.ts";

// Each documented request and answer shape of specs 2 to 4, and of our own calls.

const ENTITY_PATH = `/api/v2/entities/${ENTITY.entityId}`;
const EXTENSION_PATH = "/api/v2/extensions/custom:switch";
const CONFIGURATIONS = `${EXTENSION_PATH}/monitoringConfigurations`;
const SELECTOR = "entitySelector=type(network:device)";
const NEW = { scope: "ag_group-default", value: { version: "1.0.0" } };
const WRONG = { scope: "HOST-1", value: {} };
const REFUSED = {
  code: 400,
  error: {
    code: 400,
    message: "C002",
    constraintViolations: [{ path: "/scope", message: "C002", parameterLocation: "PAYLOAD_BODY" }],
  },
};
const REVISIONS = "/api/snmpgate/extensions/custom:switch/1.0.0/revisions";
const TARGETS = { targets: "192.0.2.0/30", credentials: ["branch", { type: "SNMPv2c" }] };
const onePage = (items: object, pageSize: number) => ({
  totalCount: 1,
  pageSize,
  nextPageKey: null,
  ...items,
});

const CALLS: readonly (readonly [call: string, body: unknown, status: number, answer: unknown])[] = [
  [`GET ${ENTITY_PATH}`, undefined, 200, ENTITY],
  ["GET /api/v2/entityTypes", undefined, 200, onePage({ types: [TYPE] }, 50)],
  ["GET /api/v2/entityTypes/network:device", undefined, 200, TYPE],
  [
    "POST /api/v2/entities/custom",
    { customDeviceId: "new", displayName: "UPS" },
    201,
    { entityId: ENTITY.entityId, groupId: "g" },
  ],
  ["POST /api/v2/entities/custom", { customDeviceId: "old", displayName: "UPS" }, 204, ""],
  [`GET /api/v2/tags?${SELECTOR}`, undefined, 200, { totalCount: 1, tags: ENTITY.tags }],
  [
    `POST /api/v2/tags?${SELECTOR}`,
    { tags: [{ key: "site", value: "b4" }] },
    200,
    { matchedEntitiesCount: 3, appliedTags: ENTITY.tags },
  ],
  [`DELETE /api/v2/tags?${SELECTOR}&key=site`, undefined, 200, { matchedEntitiesCount: 3 }],
  ["GET /api/v2/metrics", undefined, 200, onePage({ metrics: [DESCRIPTOR] }, 100)],
  [`GET /api/v2/metrics/${DESCRIPTOR.metricId}`, undefined, 200, DESCRIPTOR],
  ["GET /api/v2/metrics/query?metricSelector=a.b", undefined, 200, SERIES],
  ["GET /api/v2/extensions", undefined, 200, onePage({ extensions: [VERSION] }, 20)],
  [`GET ${EXTENSION_PATH}`, undefined, 200, onePage({ extensions: [VERSION] }, 20)],
  [`GET ${EXTENSION_PATH}/1.0.0`, undefined, 200, EXTENSION],
  [`GET ${EXTENSION_PATH}/1.0.0/schema`, undefined, 200, { type: "object" }],
  [`DELETE ${EXTENSION_PATH}/1.0.0`, undefined, 200, VERSION],
  [`GET ${EXTENSION_PATH}/environmentConfiguration`, undefined, 200, { version: "1.0.0" }],
  [`POST ${EXTENSION_PATH}/environmentConfiguration`, { version: "1.1.0" }, 200, { version: "1.1.0" }],
  [`PUT ${EXTENSION_PATH}/environmentConfiguration`, { version: "1.1.0" }, 200, { version: "1.1.0" }],
  [`DELETE ${EXTENSION_PATH}/environmentConfiguration`, undefined, 200, { version: "1.0.0" }],
  [`GET ${CONFIGURATIONS}`, undefined, 200, onePage({ items: [CONFIGURATION] }, 20)],
  [`POST ${CONFIGURATIONS}`, [NEW], 200, [{ code: 200, objectId: "c0", warnings: [] }]],
  [`POST ${CONFIGURATIONS}`, [NEW, WRONG], 207, [{ code: 200, objectId: "c0", warnings: [] }, REFUSED]],
  [`POST ${CONFIGURATIONS}`, [WRONG], 400, [REFUSED]],
  [`GET ${CONFIGURATIONS}/c1`, undefined, 200, CONFIGURATION],
  [`PUT ${CONFIGURATIONS}/c1`, { value: {} }, 200, { code: 200, objectId: "c1", revision: "r2" }],
  [`DELETE ${CONFIGURATIONS}/c1`, undefined, 204, ""],
  [`GET ${CONFIGURATIONS}/c1/status`, undefined, 200, { status: "OK", timestamp: 1, message: "" }],
  ["GET /api/snmpgate/credentials", undefined, 200, { credentials: [CREDENTIAL] }],
  ["GET /api/snmpgate/credentials/branch", undefined, 200, CREDENTIAL],
  ["PUT /api/snmpgate/credentials/branch", { authentication: {} }, 200, CREDENTIAL],
  ["PUT /api/snmpgate/credentials/core", { authentication: {} }, 201, { ...CREDENTIAL, name: "core" }],
  ["DELETE /api/snmpgate/credentials/branch", undefined, 204, ""],
  [
    "GET /api/snmpgate/credentials/branch/versions",
    undefined,
    200,
    {
      versions: [{ revision: "r0", timestamp: 1, by: "user:ann", authentication: CREDENTIAL.authentication }],
    },
  ],
  [
    "POST /api/snmpgate/credentials/branch/versions/r0/restore",
    undefined,
    200,
    { ...CREDENTIAL, revision: "r0" },
  ],
  [`GET ${REVISIONS}`, undefined, 200, { revisions: [{ revision: "r0", timestamp: 1, by: "user:ann" }] }],
  [`GET ${REVISIONS}/r0/manifest`, undefined, 200, "name: custom:switch\n"],
  [`POST ${REVISIONS}/r0/restore`, undefined, 200, EXTENSION],
  ["POST /api/snmpgate/onboarding", TARGETS, 202, expect.objectContaining({ id: "j1", state: "running" })],
  [
    "POST /api/snmpgate/onboarding/targets",
    { targets: "192.0.2.10-11" },
    200,
    expect.objectContaining({ count: 2, polled: 1 }),
  ],
  [
    "GET /api/snmpgate/configurations",
    undefined,
    200,
    { configurations: [expect.objectContaining({ objectId: "c1", codes: { OK: 1 } })] },
  ],
  [
    "GET /api/snmpgate/extensions/custom:switch/1.0.0/offer",
    undefined,
    200,
    expect.objectContaining({ extensionName: "custom:switch" }),
  ],
  ["GET /api/snmpgate/onboarding", undefined, 200, { jobs: [expect.objectContaining({ id: "j1" })] }],
  ["GET /api/snmpgate/onboarding/j1", undefined, 200, expect.objectContaining({ total: 2 })],
  ["DELETE /api/snmpgate/onboarding/j1", undefined, 204, ""],
  ["POST /api/snmpgate/preview", { manifest: "name: x", source: { recording: "1|4|x" } }, 200, PREVIEW],
  [
    "GET /api/snmpgate/objects?text=sysUp",
    undefined,
    200,
    { objects: [expect.objectContaining({ name: "sysUpTime", kind: "scalar" })] },
  ],
  [
    "GET /api/snmpgate/recordings",
    undefined,
    200,
    { recordings: [expect.objectContaining({ name: "core-sw-1" })] },
  ],
  [
    "GET /api/snmpgate/extensions",
    undefined,
    200,
    { extensions: [expect.objectContaining({ name: "custom:switch", active: "1.0.0" })] },
  ],
  ["GET /api/snmpgate/manifests/schema", undefined, 200, expect.objectContaining({ type: "object" })],
  ["GET /api/snmpgate/extensions/custom:switch/1.0.0/manifest", undefined, 200, "name: custom:switch\n"],
  ["GET /api/snmpgate/status", undefined, 200, SERVICE],
  ["GET /api/snmpgate/devices", undefined, 200, onePage({ devices: [DEVICE] }, 50)],
  ["GET /api/snmpgate/devices/192.0.2.10:161", undefined, 200, DEVICE],
  [
    "GET /api/snmpgate/fleet?since=1000",
    undefined,
    200,
    {
      at: 2_000,
      full: false,
      gone: [{ configurationId: "c1", id: "192.0.2.99:161" }],
      devices: [FLEET_DEVICE],
    },
  ],
  ["GET /api/snmpgate/events", undefined, 200, { events: [EVENT] }],
  [
    `GET /api/snmpgate/entities/${ENTITY.entityId}/history`,
    undefined,
    200,
    { changes: [{ timestamp: 1, kind: "created" }] },
  ],
  [
    "GET /api/snmpgate/extensions/custom:switch/monitoringConfigurations/c1/versions",
    undefined,
    200,
    { versions: [{ revision: "r0", timestamp: 1, by: "user:ann", value: {} }] },
  ],
  [
    "POST /api/snmpgate/extensions/custom:switch/monitoringConfigurations/c1/versions/r0/restore",
    undefined,
    200,
    { ...CONFIGURATION, revision: "r0" },
  ],
];

test.each(CALLS)("%s %j → %i", async (what, body, status, answer) => {
  const { call } = await startApiCalls();
  const called = await call(what, body === undefined ? {} : { body });
  expect([called.status, called.json]).toEqual([status, answer]);
});

test("every call of the vendor's API is there below /e/{environment}, too", async () => {
  const { call } = await startApiCalls();
  for (const [what, body, status, answer] of CALLS.filter(([path]) => path.includes("/api/v2/"))) {
    const called = await call(what.replace(" ", " /e/abc12345"), body === undefined ? {} : { body });
    expect([called.status, called.json], what).toEqual([status, answer]);
  }
});

describe("what is not there is said by name: 404 for", () => {
  test.each([
    "GET /api/v2/entities/HOST-0000000000000000",
    "GET /api/v2/entityTypes/nothing",
    "GET /api/v2/metrics/no.such",
    "GET /api/v2/extensions/no.such",
    "GET /api/v2/extensions/no.such/1.0.0",
    "GET /api/v2/extensions/no.such/1.0.0/schema",
    "GET /api/v2/extensions/no.such/environmentConfiguration",
    "GET /api/v2/extensions/no.such/monitoringConfigurations",
    `GET ${CONFIGURATIONS}/no-such`,
    `GET ${CONFIGURATIONS}/no-such/status`,
    "GET /api/snmpgate/credentials/no-such",
    "GET /api/snmpgate/onboarding/no-such",
    "GET /api/snmpgate/onboarding/no-such/progress",
    "DELETE /api/snmpgate/onboarding/no-such",
    "GET /api/snmpgate/devices/no-such",
    "GET /api/snmpgate/entities/HOST-0/history",
    "GET /api/v2/nothing-at-all",
    "GET /api/nothing-at-all",
  ])("%s", async (what) => {
    const { call } = await startApiCalls();
    const { status, json } = await call(what);
    expect(status).toBe(404);
    expect(json).toEqual({ error: { code: 404, message: expect.stringMatching(/^there is no/) } });
  });
});

test("the parameters of a query reach the port as they came", async () => {
  const { call, ports } = await startApiCalls();
  const selector = encodeURIComponent('type("f5:pool"),entityName("a, b")');
  await call(
    `GET /api/v2/entities?entitySelector=${selector}&from=now-1d/d&to=now&fields=%2Bproperties&sort=-name&pageSize=7`,
  );
  await call(
    "GET /api/v2/metrics/query?metricSelector=a:splitBy(%22x%22)&resolution=5m&entitySelector=type(x)",
  );
  expect(ports.asked.map(({ with: [query] }) => query)).toEqual([
    {
      entitySelector: 'type("f5:pool"),entityName("a, b")',
      from: "now-1d/d",
      to: "now",
      fields: "+properties",
      sort: "-name",
      offset: 0,
      limit: 7,
    },
    { metricSelector: 'a:splitBy("x")', resolution: "5m", entitySelector: "type(x)" },
  ]);
});

test("an element of a configuration reaches the port unread, for the port knows its rules", async () => {
  const { call, ports } = await startApiCalls();
  const element = { scope: 7, value: { snmp: { devices: [{ ip: "x", strange: [null] }] } }, extra: true };
  await call(`POST ${CONFIGURATIONS}?validateOnly=true`, { body: [element] });
  expect(ports.asked[0]).toMatchObject({
    what: "configurations.create",
    with: ["custom:switch", [element], { validateOnly: true }, expect.stringMatching(/^dt0c01\./)],
  });
});

test("If-Match names the revision that is changed: 412 for another", async () => {
  const { call, ports } = await startApiCalls();
  const got = await call(`GET ${CONFIGURATIONS}/c1`);
  expect(got.headers.get("etag")).toBe('"r1"');
  const put = (revision: string) =>
    call(`PUT ${CONFIGURATIONS}/c1`, { body: { value: {} }, headers: { "if-match": revision } });
  expect((await put('"r1"')).headers.get("etag")).toBe('"r2"');
  expect((await put('W/"r0"')).status).toBe(412);
  expect((await put("*")).status).toBe(200);
  expect(ports.asked.map(({ with: [, , , options] }) => options)).toEqual([
    { ifRevision: "r1" },
    { ifRevision: "r0" },
    { ifRevision: undefined },
  ]);
});

test("If-None-Match: * makes a credential only where there is none of its name: else 412", async () => {
  const { call } = await startApiCalls();
  const put = (name: string) =>
    call(`PUT /api/snmpgate/credentials/${name}`, {
      body: { authentication: {} },
      headers: { "if-none-match": "*" },
    });
  expect([(await put("branch")).status, (await put("core")).status]).toEqual([412, 201]);
});

describe("an extension", () => {
  test.each(["application/octet-stream", "application/zip", "text/yaml"])(
    "is taken as %s: 201",
    async (type) => {
      const { call, ports } = await startApiCalls();
      const body = new Uint8Array(300_000);
      const { status, json } = await call("POST /api/v2/extensions", {
        body,
        headers: { "content-type": type },
      });
      expect([status, json]).toEqual([201, EXTENSION]);
      expect(ports.asked[0]?.with.slice(0, 2)).toEqual([300_000, { validateOnly: false }]);
    },
  );

  test("is only checked when that is asked: 200", async () => {
    const { call, ports } = await startApiCalls();
    const headers = { "content-type": "application/zip" };
    const { status } = await call("POST /api/v2/extensions?validateOnly=true", { body: "PK", headers });
    expect(status).toBe(200);
    expect(ports.asked[0]?.with[1]).toEqual({ validateOnly: true });
  });

  test.each([
    ["of a version that is there: 409", "!", "application/zip", 409],
    ["in a form: 415", "PK", "multipart/form-data; boundary=x", 415],
    ["that is empty: 400", "", "application/zip", 400],
  ])("%s", async (_, body, type, expected) => {
    const { call } = await startApiCalls();
    const { status } = await call("POST /api/v2/extensions", { body, headers: { "content-type": type } });
    expect(status).toBe(expected);
  });

  test("above the limit is refused: 413", async () => {
    const { call } = await startApiCalls({ limits: { extensionBytes: 1_000 } });
    const headers = { "content-type": "application/zip" };
    const body = new Uint8Array(1_001);
    expect((await call("POST /api/v2/extensions", { body, headers })).status).toBe(413);
  });
});

test("a manifest is checked without being installed", async () => {
  const { call } = await startApiCalls();
  const headers = { "content-type": "text/yaml" };
  const path = "POST /api/snmpgate/manifests/check";
  expect((await call(path, { body: "bad", headers })).json).toEqual({ valid: false, findings: [FINDING] });
  expect((await call(path, { body: "good", headers })).json).toEqual({ valid: true, findings: [] });
});

test("a preview is given up when its caller leaves", async () => {
  const { api, issue, ports } = await startApiCalls();
  const authorization = `Api-Token ${issue("extensionConfigurations.write")}`;
  const leave = new AbortController();
  const body = JSON.stringify({ manifest: "x", source: { recording: "y" }, featureSets: ["slow"] });
  const asking = fetch(`${api.url}/api/snmpgate/preview`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body,
    signal: leave.signal,
  });
  await expect.poll(() => ports.asked.length).toBe(1);
  leave.abort();
  await expect(asking).rejects.toThrow("aborted");
  await expect.poll(() => ports.asked.at(-1)?.what).toBe("onboarding.preview given up");
});
