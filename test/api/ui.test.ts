import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingHttpHeaders, get as request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { PASSWORD } from "../support/access.ts";
import { SESSION, startAccessBench } from "../support/access-bench.ts";
import { rawExchange, startApiBench } from "../support/api-bench.ts";

const SCRIPT = `export const what = ${JSON.stringify("a script of some length ".repeat(80))};\n`;
const INDEX = `<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script data-known="__WHO_IS_KNOWN__"></script><div id="root"></div>\n`;

/** A folder as vite leaves it, with a file beside it that is nobody's business. */
async function builtUi(): Promise<string> {
  const outside = await mkdtemp(join(tmpdir(), "snmpgate-ui-"));
  onTestFinished(() => rm(outside, { recursive: true }));
  const folder = join(outside, "ui");
  await mkdir(join(folder, "assets"), { recursive: true });
  const script = join(folder, "assets", "main-Bx3_a.js");
  await Promise.all([
    writeFile(join(outside, "secret.txt"), "the secret"),
    writeFile(join(folder, "index.html"), INDEX),
    writeFile(join(folder, "icon.svg"), "<svg/>"),
    writeFile(script, SCRIPT),
    writeFile(`${script}.br`, brotliCompressSync(SCRIPT)),
    writeFile(`${script}.gz`, gzipSync(SCRIPT)),
    writeFile(join(folder, "assets", "plain-1.css"), "a{}"),
  ]);
  return folder;
}

const startUi = async () => startApiBench({ uiFolder: await builtUi() });

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As the bytes come, not inflated as `fetch` would. */
function rawGet(url: string, headers: Readonly<Record<string, string>>) {
  return new Promise<RawAnswer>((resolve, reject) => {
    request(url, { headers, agent: false }, (response) => {
      const { statusCode, headers: answered } = response;
      response
        .toArray()
        .then((chunks) =>
          resolve({ status: statusCode!, headers: answered, body: Buffer.concat(chunks as Buffer[]) }),
        )
        .catch(reject);
    }).on("error", reject);
  });
}

const nonceOf = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1];

describe("a page of the UI", () => {
  test("says whether who asks for it will be answered, for then the first questions go out at once", async () => {
    const { login, get } = await startAccessBench({
      uiFolder: await builtUi(),
      loopbackWithoutToken: false,
    });
    const said = async (headers: Record<string, string>) =>
      /data-known="(\w+)"/.exec(await (await get("/ui/devices", headers)).text())?.[1];
    const { cookie } = await login("ops");
    expect(await said({})).toBe("no");
    expect(await said({ cookie: cookie! })).toBe("yes");
    expect(await said({ cookie: "snmpgate=of-another-start" })).toBe("no");
  });

  test("is never the file as it lies there, whose styles no policy allows", async () => {
    const { get } = await startUi();
    const response = await get("/ui/index.html");
    expect([response.status, new URL(response.url).pathname]).toEqual([200, "/ui/"]);
    expect(await response.text()).not.toContain("__CSP_NONCE__");
  });

  test("is the same index for each address below /ui, also where a device's name has dots", async () => {
    const { get } = await startUi();
    for (const path of [
      "/ui",
      "/ui/",
      "/ui/devices",
      "/ui/devices/192.0.2.1:161",
      "/ui/setup/custom:a.b/x.y",
    ]) {
      const response = await get(path);
      expect([path, response.status, response.headers.get("content-type")]).toEqual([
        path,
        200,
        "text/html; charset=utf-8",
      ]);
      expect(await response.text()).toContain('<div id="root">');
    }
  });

  test("has a policy with a nonce that stands in the page and never comes again", async () => {
    const { get } = await startUi();
    const seen = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const response = await get("/ui/devices");
      const policy = response.headers.get("content-security-policy");
      const nonce = nonceOf(policy)!;
      expect(await response.text()).toContain(`nonce="${nonce}"`);
      expect(policy).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
          "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
          "form-action 'none'; frame-ancestors 'none'",
      );
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      expect(response.headers.get("cache-control")).toBe("no-cache");
      seen.add(nonce);
    }
    expect(seen.size).toBe(3);
  });

  test("answers HEAD like GET, without the page", async () => {
    const { api } = await startUi();
    const response = await fetch(`${api.url}/ui/devices`, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(nonceOf(response.headers.get("content-security-policy"))).toBeDefined();
    expect(await response.text()).toBe("");
  });

  test("is what / leads to", async () => {
    const { api } = await startUi();
    const response = await fetch(`${api.url}/`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/ui/"]);
  });

  test("is there without a token, and while signing in is locked", async () => {
    const { ask, get } = await startAccessBench({ uiFolder: await builtUi(), loopbackWithoutToken: false });
    for (let n = 0; n < 6; n++) await ask("POST", SESSION, { body: { name: "root", password: "wrong" } });
    const locked = await ask("POST", SESSION, { body: { name: "root", password: PASSWORD } });
    expect(locked.status).toBe(429);
    expect((await get("/ui/sign-in")).status).toBe(200);
    expect((await get("/ui/assets/main-Bx3_a.js")).status).toBe(200);
  });

  test("leaves the API its own stricter policy", async () => {
    const { get } = await startUi();
    expect((await get("/livez")).headers.get("content-security-policy")).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  test("that was not built says how to build it: 503", async () => {
    const { get } = await startApiBench({ uiFolder: join(tmpdir(), "snmpgate-there-is-no-such-folder") });
    const response = await get("/ui/");
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("npm run build");
  });
});

describe("a file of the UI", () => {
  test.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
  ])("goes out as %s to who takes that, compressed beforehand", async (encoding, inflate) => {
    const { api } = await startUi();
    const path = `${api.url}/ui/assets/main-Bx3_a.js`;
    const { headers, body } = await rawGet(path, { "accept-encoding": encoding });
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers["content-type"]).toMatch(/^(?:text|application)\/javascript/);
    expect(headers.vary).toBe("accept-encoding");
    expect(inflate(body).toString()).toBe(SCRIPT);
  });

  test("goes out as it is to who takes nothing else, or where nothing was compressed", async () => {
    const { api } = await startUi();
    const plain = await rawGet(`${api.url}/ui/assets/main-Bx3_a.js`, {});
    expect([plain.headers["content-encoding"], plain.body.toString()]).toEqual([undefined, SCRIPT]);
    const small = await rawGet(`${api.url}/ui/assets/plain-1.css`, { "accept-encoding": "br, gzip" });
    expect([small.headers["content-encoding"], small.body.toString()]).toEqual([undefined, "a{}"]);
  });

  test("with a hash in its name is kept for ever, any other is asked for again", async () => {
    const { api, get } = await startUi();
    const hashed = await get("/ui/assets/main-Bx3_a.js");
    expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const icon = await get("/ui/icon.svg");
    expect(icon.headers.get("cache-control")).toBe("no-cache");
    const again = await rawGet(`${api.url}/ui/icon.svg`, { "if-none-match": icon.headers.get("etag")! });
    expect(again.status).toBe(304);
  });

  test("is never taken for another type than its own, and runs nothing from elsewhere", async () => {
    const { get } = await startUi();
    const { headers } = await get("/ui/icon.svg");
    expect(headers.get("content-type")).toBe("image/svg+xml");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
  });

  test("comes in parts to who asks for a range", async () => {
    const { get } = await startUi();
    const response = await get("/ui/assets/main-Bx3_a.js", {
      range: "bytes=0-5",
      "accept-encoding": "identity",
    });
    expect([response.status, await response.text()]).toEqual([206, "export"]);
  });

  test.each(["/ui/assets/old-1.js", "/ui/assets/a/b.js", "/ui/favicon.ico"])(
    "that is not there is 404 in plain text: %s",
    async (path) => {
      const { get } = await startUi();
      const response = await get(path);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        404,
        "text/plain; charset=utf-8",
      ]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    },
  );

  test.each([
    "/ui/assets/../../secret.txt",
    "/ui/assets/..%2f..%2fsecret.txt",
    "/ui/assets/%2e%2e/%2e%2e/secret.txt",
    "/ui/../secret.txt",
    "/ui/assets/..%5c..%5csecret.txt",
    "/ui/assets/%00/../../secret.txt",
    "/ui/assets//../../../secret.txt",
    "/ui/assets/%252e%252e/%252e%252e/secret.txt",
  ])("beside its folder is not reached by %s", async (path) => {
    const { api } = await startUi();
    const { answer } = await rawExchange(
      api,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400|403|404) /);
    expect(answer).not.toContain("the secret");
  });
});
