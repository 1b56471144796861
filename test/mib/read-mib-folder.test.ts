import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadMibs, MIB_LIMITS, readMibFolder } from "../../src/mib/index.ts";
import { module } from "./mib-texts.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mibs-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const namesRead = async () => (await readMibFolder(folder)).files.map(({ name }) => name);

test("files are known by the usual extensions, and by having none", async () => {
  for (const name of [
    "A-MIB",
    "b.mib",
    "c.MIB",
    "d.my",
    "e.txt",
    "f.smi",
    "g.pdf",
    "h.zip",
    ".hidden",
    "i.md",
  ]) {
    await put(name, "x");
  }
  expect(await namesRead()).toEqual(["A-MIB", "b.mib", "c.MIB", "d.my", "e.txt", "f.smi"]);
});

test("direct subfolders are read, deeper ones are not", async () => {
  await mkdir(join(folder, "cisco/deep"), { recursive: true });
  await put("cisco/ONE-MIB", "x");
  await put("cisco/deep/TWO-MIB", "x");
  await put("THREE-MIB", "x");
  expect(await namesRead()).toEqual(["THREE-MIB", "cisco/ONE-MIB"]);
});

test("binaries are passed over", async () => {
  await put("program", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1));
  expect(await readMibFolder(folder)).toEqual({ files: [], problems: [] });
});

test("an old file in Latin-1 is read as such", async () => {
  await put("old.mib", Uint8Array.of(0x2d, 0x2d, 0x20, 0xfc)); // -- ü
  expect((await readMibFolder(folder)).files).toEqual([{ name: "old.mib", text: "-- ü" }]);
});

test("a file that is too large is reported, not read", async () => {
  await put("huge.mib", Buffer.alloc(MIB_LIMITS.fileCharactersMax + 1, "x"));
  const { files, problems } = await readMibFolder(folder);
  expect(files).toEqual([]);
  expect(problems.map((problem) => problem.file)).toEqual(["huge.mib"]);
});

test("an empty folder is fine", async () => {
  expect(await readMibFolder(folder)).toEqual({ files: [], problems: [] });
});

test("a folder that is not there is an error with a remedy", async () => {
  await expect(readMibFolder(join(folder, "none"))).rejects.toMatchObject({
    code: "mib.folder",
    remedy: expect.stringContaining("existing folder"),
  });
});

test("a file instead of a folder is an error with a remedy", async () => {
  await put("A-MIB", "x");
  await expect(readMibFolder(join(folder, "A-MIB"))).rejects.toMatchObject({ code: "mib.folder" });
});

test.skipIf(process.getuid?.() === 0)(
  "a file that may not be read is reported, the others are read",
  async () => {
    await put("A-MIB", "x");
    await put("B-MIB", "x");
    await chmod(join(folder, "A-MIB"), 0);
    const { files, problems } = await readMibFolder(folder);
    expect(files.map(({ name }) => name)).toEqual(["B-MIB"]);
    expect(problems.map((problem) => problem.file)).toEqual(["A-MIB"]);
  },
);

test("what a folder gives can be loaded as it is", async () => {
  await put("A-MIB", module("A-MIB", "a OBJECT IDENTIFIER ::= { enterprises 1 }"));
  const { files } = await readMibFolder(folder);
  const { catalogue } = await loadMibs(files, { timeoutMsPerFile: 10_000 });
  expect(catalogue.oidOf("A-MIB::a")).toBe("1.3.6.1.4.1.1");
});
