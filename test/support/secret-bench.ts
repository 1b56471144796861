import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { CredentialFiles } from "../../src/app/credential-files.ts";
import { createCredentialsPort } from "../../src/app/credentials-port.ts";
import { FileWriters } from "../../src/app/live/file-writers.ts";
import { type Environment, type KeyPlaces, secretBoxForWriting } from "../../src/app/secret-keys.ts";
import { secretReading } from "../../src/app/secret-reader.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import { type Logger, silentLogger } from "../../src/base/index.ts";
import { makeKey } from "../../src/secrets/index.ts";

/** A logger that keeps what it is told. */
export function keptLog(): Logger & { readonly told: unknown[] } {
  const told: unknown[] = [];
  const keep = (...said: unknown[]) => told.push(...said);
  return { ...silentLogger, told, debug: keep, info: keep, warn: keep, error: keep };
}

/** The folders of a service with its files, on the disk of the host, gone after the test. */
export function serviceFolder(files: Readonly<Record<string, string>> = {}) {
  const root = mkdtempSync(join(tmpdir(), "snmpgate-secrets-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const path = (name: string) => join(root, name);
  const write = (name: string, text: string, mode = 0o600) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text, { mode });
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const places: KeyPlaces = { configDir: path("config"), dataDir: path("data"), secretsKey: undefined };
  const env: Environment = { HOME: path("home"), SNMPGATE_KEY: makeKey().reveal() };
  return { root, path, write, places, env, read: (name: string) => readFileSync(path(name), "utf8") };
}

/** Every file below a folder, as one text. */
export function allTextBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** Credentials of a service and their port, as the composition joins them. */
export async function credentialBench(files: Readonly<Record<string, string>> = {}) {
  const folder = serviceFolder(files);
  const { places, env } = folder;
  const logger = keptLog();
  const audited: string[] = [];
  const uses = new Map<string, number>();
  const credentials = new CredentialFiles({
    configDir: places.configDir!,
    lastGood: stateFolder(folder.path("data/last-good/credentials")),
  });
  const look = async () => credentials.look(await secretReading(places, env));
  const port = createCredentialsPort({
    files: credentials,
    reading: () => secretReading(places, env),
    box: () => secretBoxForWriting(places, env, logger),
    usedBy: (name) => uses.get(name) ?? 0,
    change: async (by, work) => {
      const outcome = await work(new FileWriters(places.configDir).changeBy(by));
      await look();
      return outcome;
    },
    versions: () => Promise.resolve([]),
    audit: (action, object, caller) => audited.push(`${caller.id} ${action} ${object}`),
  });
  await look();
  return { ...folder, logger, audited, uses, credentials, look, port };
}

/** Who changes credentials in tests. */
export const OPERATOR = { id: "user:ops", address: "127.0.0.1" };
