import { afterEach, expect, test, vi } from "vitest";
import { ApiFailure, get, setOnUnauthorized } from "../../../src/ui/api/client.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  setOnUnauthorized(() => undefined);
});

const answers = (body: string, init: ResponseInit): void =>
  void vi.stubGlobal("fetch", async () => new Response(body, init));

async function failure(): Promise<ApiFailure> {
  const error = await get("/api/snmpgate/status").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiFailure);
  return error as ApiFailure;
}

const HTML = { "content-type": "text/html" };

test("a proxy that gets no answer is told as that, not by the text of its page", async () => {
  answers("<html><h1>502 Bad Gateway</h1></html>", { status: 502, headers: HTML });
  expect((await failure()).message).toMatch(/^A proxy answers 502 for snmpgate.*Is snmpgate running\?/);
});

test.each([200, 403])("a page of a portal is no answer of ours, whatever its status (%d)", async (status) => {
  answers("<html>Who are you?</html>", { status, headers: HTML });
  const { message } = await failure();
  expect(message).toContain("with a page of its own");
  expect(message).not.toContain("<");
});

test("who is no longer known is told to sign in, in the words of people and not of programs", async () => {
  const ended = vi.fn<() => void>();
  setOnUnauthorized(ended);
  const error = { error: { code: 401, message: "no token was sent; snmpgate token create makes one" } };
  const headers = { "content-type": "application/json", "www-authenticate": "Api-Token" };
  answers(JSON.stringify(error), { status: 401, headers });
  expect((await failure()).message).toMatch(/signing in/);
  expect(ended).toHaveBeenCalledTimes(1);
});

test("a wrong password is 401, and ends no session", async () => {
  const ended = vi.fn<() => void>();
  setOnUnauthorized(ended);
  const error = { error: { code: 401, message: "the name or the password is wrong" } };
  answers(JSON.stringify(error), { status: 401, headers: { "content-type": "application/json" } });
  expect((await failure()).message).toBe("The name or the password is wrong");
  expect(ended).not.toHaveBeenCalled();
});
