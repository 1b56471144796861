import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { strToU8, type Zippable, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readExtensionSource } from "../../src/app/extension-files.ts";
import { ZIP_LIMITS } from "../../src/app/zip-archive.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snmpgate-extension-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const writeZip = (name: string, files: Zippable): string => write(name, zipSync(files));
const yaml = strToU8("name: custom:a\n");
const latin1 = new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]);

/** Begins an entry of a zip's directory; the declared size stands 24 octets behind. */
const DIRECTORY_ENTRY = Buffer.from("PK\u0001\u0002", "latin1");

test("a bare manifest has no members, so that nothing can be missing", async () => {
  const path = write("my.yaml", "\uFEFFname: a");
  expect(await readExtensionSource(path)).toEqual({
    path,
    manifestLabel: path,
    text: "name: a",
    members: undefined,
    mibFiles: [],
    signature: { status: "unsigned" },
  });
});

test.each(["", "extension/"])("a package folder has its manifest in '%s'", async (prefix) => {
  write(`${prefix}extension.yaml`, yaml);
  write(`${prefix}alerts/a.json`, "{}");
  write(`${prefix}snmp/B-MIB.txt`, "B");
  write(`${prefix}snmp/A-MIB.txt`, latin1);
  write(`${prefix}.git/config`, "x");
  const source = await readExtensionSource(folder);
  expect(source.manifestLabel).toBe(join(folder, `${prefix}extension.yaml`));
  expect([...(source.members ?? [])].toSorted()).toEqual([
    "alerts/a.json",
    "extension.yaml",
    "snmp/A-MIB.txt",
    "snmp/B-MIB.txt",
  ]);
  expect(source.mibFiles).toEqual([
    { name: "snmp/A-MIB.txt", text: "Grüße" },
    { name: "snmp/B-MIB.txt", text: "B" },
  ]);
});

test("a manifest that is a link is read, as mounted configuration has it", async () => {
  const target = write("..data-1/extension.yaml", yaml);
  symlinkSync(target, join(folder, "extension.yaml"));
  symlinkSync(folder, join(folder, "circle"));
  const source = await readExtensionSource(folder);
  expect([...(source.members ?? [])]).toEqual(["extension.yaml"]);
});

test("an extension.zip, whatever its name", async () => {
  const path = writeZip("pkg.bin", {
    "extension.yaml": yaml,
    snmp: { "A-MIB": strToU8("A") },
    "d/x.json": yaml,
  });
  const source = await readExtensionSource(path);
  expect(source).toMatchObject({
    manifestLabel: "pkg.bin!extension.yaml",
    text: "name: custom:a\n",
    mibFiles: [{ name: "snmp/A-MIB", text: "A" }],
    signature: { status: "unsigned" },
  });
  expect(source.members).toEqual(new Set(["extension.yaml", "snmp/A-MIB", "d/x.json"]));
});

test("a bundle.zip, whose signature is read and not verified", async () => {
  const inner = zipSync({ "extension.yaml": yaml });
  const path = writeZip("bundle.zip", { "extension.zip": inner, "extension.zip.sig": strToU8("SIG") });
  const source = await readExtensionSource(path);
  expect(source.manifestLabel).toBe("bundle.zip!extension.zip!extension.yaml");
  expect(source.members).toEqual(new Set(["extension.yaml"]));
  expect(source.signature).toEqual({ status: "not-verified", bytes: Buffer.from("SIG") });
});

async function refusal(path: string): Promise<unknown> {
  return readExtensionSource(path).then(
    () => "accepted",
    (error: unknown) => error,
  );
}

const refused = (code: string) => ({ code: `extension.${code}`, remedy: expect.stringMatching(/\w/) });

test("a path that does not exist", async () => {
  expect(await refusal(join(folder, "none"))).toMatchObject(refused("not-found"));
});

test("a package without a manifest, with a hint at one a folder below", async () => {
  write("pkg/extension.yaml", yaml);
  expect(await refusal(folder)).toMatchObject({
    ...refused("no-manifest"),
    remedy: expect.stringContaining("pkg/extension.yaml"),
  });
  expect(await refusal(writeZip("a.zip", { "pkg/extension.yaml": yaml }))).toMatchObject(
    refused("no-manifest"),
  );
  expect(await refusal(writeZip("b.zip", { "other.txt": yaml }))).toMatchObject(refused("no-manifest"));
});

test("a manifest that is not UTF-8", async () => {
  expect(await refusal(write("a.yaml", latin1))).toMatchObject(refused("not-utf8"));
  expect(await refusal(writeZip("a.zip", { "extension.yaml": latin1 }))).toMatchObject(refused("not-utf8"));
});

test.each(["../extension.yaml", "a/../../b", "/etc/passwd", "C:/x", "..\\x"])(
  "a zip with the entry %s",
  async (name) => {
    const path = writeZip("evil.zip", { "extension.yaml": yaml, [name]: yaml });
    expect(await refusal(path)).toMatchObject(refused("zip-unsafe"));
  },
);

test("a zip bomb, before anything of it is inflated", async () => {
  const files: Zippable = { "extension.yaml": yaml };
  for (let n = 0; n < 9; n++) files[`${n}.json`] = new Uint8Array(1_000);
  const bomb = Buffer.from(zipSync(files));
  // Declared, not held: to make a gigabyte of zeros takes seconds, and who inflates an entry finds that it lies.
  const eighth = ZIP_LIMITS.inflatedBytes / 8;
  for (let at = bomb.indexOf(DIRECTORY_ENTRY); at >= 0; at = bomb.indexOf(DIRECTORY_ENTRY, at + 1))
    bomb.writeUInt32LE(eighth, at + 24);
  expect(await refusal(write("bomb.zip", bomb))).toMatchObject(refused("zip-too-large"));
});

test("a zip that declares less than it holds", async () => {
  const bytes = zipSync({ "extension.yaml": new Uint8Array(100_000) });
  const declared = Buffer.from(bytes);
  const directory = declared.lastIndexOf(DIRECTORY_ENTRY);
  declared.writeUInt32LE(10, directory + 24);
  expect(await refusal(write("liar.zip", declared))).toMatchObject(refused("zip-damaged"));
});

test("a zip with too many entries", async () => {
  const files: Zippable = {};
  for (let n = 0; n <= ZIP_LIMITS.entries; n++) files[`${n}`] = new Uint8Array(0);
  expect(await refusal(writeZip("many.zip", files))).toMatchObject(refused("zip-too-large"));
});

test("a file above 25 MB is not read", async () => {
  const path = write("huge.zip", new Uint8Array(ZIP_LIMITS.zippedBytes + 1));
  expect(await refusal(path)).toMatchObject(refused("too-large"));
});

test("one name twice in a zip, of which two readers could take different ones", async () => {
  const bytes = Buffer.from(zipSync({ "extension.yaml": yaml, "extension.yamL": yaml }));
  const text = bytes.toString("latin1").replaceAll("extension.yamL", "extension.yaml");
  expect(await refusal(write("twice.zip", Buffer.from(text, "latin1")))).toMatchObject(refused("zip-unsafe"));
});

test("a zip that is cut short, has a wrong checksum, or is none", async () => {
  const bytes = Buffer.from(zipSync({ "extension.yaml": [yaml, { level: 0 }] }));
  expect(await refusal(write("cut.zip", bytes.subarray(0, 60)))).toMatchObject(refused("zip-damaged"));
  const changed = Buffer.from(bytes.toString("latin1").replace("custom:a", "custom:b"), "latin1");
  expect(await refusal(write("changed.zip", changed))).toMatchObject(refused("zip-damaged"));
  expect(await refusal(write("none.zip", "hello"))).toMatchObject(refused("zip-damaged"));
});

test("a manifest in a zip above its own bound", async () => {
  const path = writeZip("big.zip", { "extension.yaml": [new Uint8Array(9 * 1024 * 1024), { level: 1 }] });
  expect(await refusal(path)).toMatchObject(refused("zip-too-large"));
});

test("a folder that is no package but half a disk", async () => {
  for (let n = 0; n <= 2_000; n++) write(`f/${n}`, "");
  expect(await refusal(folder)).toMatchObject(refused("too-large"));
});
