import { describe, expect, test } from "vitest";
import { DEFAULT_INGEST, loadServiceConfig } from "../../src/config/index.ts";
import { codes } from "./configurations.ts";

const LISTEN = { listen: "127.0.0.1:9999" };
const POLLING = { extensions: ["extension.yaml"], monitoringConfigurations: ["devices.json"] };

const load = (parts: Record<string, unknown>) =>
  loadServiceConfig(JSON.stringify(parts), { file: "/etc/snmpgate/snmpgate.yaml" });

describe("a service that only takes data in", () => {
  test("needs nothing but an address in listen", () => {
    const { value, diagnostics } = load(LISTEN);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({ extensions: [], monitoringConfigurations: [], ingest: DEFAULT_INGEST });
  });

  test("may name extensions without devices, for their topology rules", () => {
    expect(load({ ...LISTEN, extensions: ["extension.yaml"] }).value?.extensions).toHaveLength(1);
  });

  test("may write empty lists", () => {
    expect(codes(load({ ...LISTEN, extensions: [], monitoringConfigurations: [] }))).toEqual([]);
  });

  test("needs an extension as soon as there are devices to poll (S002, S006)", () => {
    const configurations = { monitoringConfigurations: ["devices.json"] };
    expect(codes(load({ ...LISTEN, ...configurations }))).toEqual(["S002 /extensions"]);
    expect(codes(load({ ...LISTEN, ...configurations, extensions: [] }))).toEqual(["S006 /extensions"]);
  });

  test("is named as the other way out when there is neither polling nor listen (S002)", () => {
    const { diagnostics } = load({});
    expect(diagnostics.map(({ code }) => code)).toEqual(["S002", "S002"]);
    for (const { message } of diagnostics) expect(message).toContain("or an address in listen");
  });
});

describe("the section ingest", () => {
  test("is read whole", () => {
    const ingest = {
      loopbackWithoutToken: false,
      maxRequestsPerSecond: 50,
      resourceAttributes: ["service.name", "team.*"],
      cumulativeToDelta: true,
    };
    expect(load({ ...LISTEN, ingest })).toMatchObject({ diagnostics: [], value: { ingest } });
  });

  test("keeps the defaults of what it leaves out", () => {
    const { value } = load({ ...LISTEN, ingest: { maxRequestsPerSecond: 5 } });
    expect(value?.ingest).toEqual({ ...DEFAULT_INGEST, maxRequestsPerSecond: 5 });
  });

  test("does nothing without listen, which is said (S102)", () => {
    const { value, diagnostics } = load({ ...POLLING, ingest: {} });
    expect(diagnostics).toMatchObject([{ code: "S102", severity: "warning", path: "/ingest" }]);
    expect(value).toBeDefined();
  });

  test.each([
    ["S003 /ingest/loopbackWithoutToken", { loopbackWithoutToken: "yes" }],
    ["S003 /ingest/cumulativeToDelta", { cumulativeToDelta: 1 }],
    ["S004 /ingest/maxRequestsPerSecond", { maxRequestsPerSecond: 0 }],
    ["S004 /ingest/resourceAttributes/0", { resourceAttributes: ["*.name"] }],
    ["S004 /ingest/resourceAttributes/0", { resourceAttributes: ["service name"] }],
    ["S005 /ingest/loopback", { loopback: true }],
  ])("refuses what it cannot use: %s", (finding, ingest) => {
    expect(codes(load({ ...LISTEN, ingest }))).toEqual([finding]);
  });
});
