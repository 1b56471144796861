import { expect, test } from "vitest";
import { loadServiceConfig } from "../../src/config/index.ts";

const load = (sinks: string, more = "") =>
  loadServiceConfig(`listen: 127.0.0.1:9999\n${more}sinks:\n${sinks}\n`, {
    file: "/etc/snmpgate/snmpgate.yaml",
  });

const messages = (sinks: string, more?: string): string[] =>
  load(sinks, more).diagnostics.map(({ code, message }) => `${code} ${message}`);

test("an otlp sink needs an address alone; counts are deltas, compressed", () => {
  const { value, diagnostics } = load("  - { type: otlp, url: http://127.0.0.1:4318 }");
  expect(diagnostics).toEqual([]);
  expect(value?.sinks).toMatchObject([
    {
      type: "otlp",
      name: "otlp",
      url: "http://127.0.0.1:4318",
      headers: {},
      gzip: true,
      temporality: "delta",
    },
  ]);
});

test("headers are texts or places of secrets", () => {
  const { value, diagnostics } = load(
    `  - { type: otlp, url: https://otlp.example.net, headers: { X-Scope: net, Authorization: { env: OTLP_AUTH } } }`,
  );
  expect(diagnostics).toEqual([]);
  expect(value?.sinks).toMatchObject([
    { headers: { "X-Scope": "net", Authorization: { env: "OTLP_AUTH" } } },
  ]);
});

test("a prometheus sink shows who it is by token or password", () => {
  const sink = (auth: string) =>
    `  - { type: prometheus, url: https://prom.example.net/api/v1/write, ${auth} }`;
  expect(load(sink("bearerToken: { env: PROM }")).value?.sinks).toMatchObject([
    { bearerToken: { env: "PROM" } },
  ]);
  expect(load(sink("user: me, password: { file: /run/pw }")).value?.sinks).toMatchObject([
    { user: "me", password: { file: "/run/pw" } },
  ]);
  expect(messages(sink("user: me, bearerToken: { env: A }, password: { env: B }"))).toEqual([
    expect.stringContaining("exclude each other"),
  ]);
  expect(messages(sink("password: { env: B }"))).toEqual([expect.stringContaining("user is missing")]);
});

test("a secret in clear text is refused, and never quoted", () => {
  const [finding] = messages("  - { type: prometheus, url: https://p/w, bearerToken: hunter2 }");
  expect(finding).toContain("S008");
  expect(finding).not.toContain("hunter2");
  const [address] = messages("  - { type: otlp, url: https://me:hunter2@otlp.example.net }");
  expect(address).toContain("clear text");
  expect(address).not.toContain("hunter2");
});

test("secrets over http are warned of", () => {
  expect(messages("  - { type: otlp, url: http://otlp, headers: { Authorization: { env: A } } }")).toEqual([
    expect.stringContaining("cross the network in clear text"),
  ]);
});

test("an address that is none is named", () => {
  expect(messages("  - { type: otlp, url: collector:4318 }")).toEqual([
    expect.stringContaining("no http or https"),
  ]);
});

test("the queue has bounds of its own", () => {
  const { value, diagnostics } = load(
    "  - { type: lines, path: '-' }",
    "queue: { maxMegabytes: 500, sync: eachBatch, memoryMegabytes: 10 }\nscrape: true\nselfMonitoring: true\n",
  );
  expect(diagnostics).toEqual([]);
  expect(value).toMatchObject({
    queue: { maxBytes: 500_000_000, sync: "eachBatch", memoryBytes: 10_000_000 },
    scrape: true,
    selfMonitoring: true,
  });
});
