import { afterEach, expect, test, vi } from "vitest";
import { forgetAskedAhead } from "../../../src/ui/api/asked-ahead.ts";
import { get } from "../../../src/ui/api/client.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  globalThis.askedAhead = undefined;
});

/** A service that counts what it is asked. */
function service() {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return Response.json({ from: "the service" });
  });
  return { asked };
}

const askedAhead = (answers: Readonly<Record<string, unknown>>): void => {
  globalThis.askedAhead = new Map(
    Object.entries(answers).map(([path, answer]) => [path, Promise.resolve(answer)]),
  );
};

test("what was asked ahead is answered once without a request", async () => {
  const { asked } = service();
  askedAhead({ "/api/snmpgate/fleet": { from: "before" } });
  expect(await get("/api/snmpgate/fleet")).toEqual({ from: "before" });
  expect(asked).toEqual([]);
  expect(await get("/api/snmpgate/fleet")).toEqual({ from: "the service" });
});

test("what was refused, what asks for another part and what was forgotten is asked for", async () => {
  const { asked } = service();
  askedAhead({
    "/api/snmpgate/session": undefined,
    "/api/snmpgate/fleet": { from: "before" },
    "/api/snmpgate/status": {},
  });
  await get("/api/snmpgate/session");
  await get("/api/snmpgate/fleet", { query: { since: 1_000 } });
  forgetAskedAhead();
  await get("/api/snmpgate/status");
  expect(asked).toEqual(["/api/snmpgate/session", "/api/snmpgate/fleet?since=1000", "/api/snmpgate/status"]);
});
