import { ApiError, type Caller, type CredentialJson, type CredentialsPort } from "../api/index.ts";
import { isRecord } from "../base/index.ts";
import { loadCredential } from "../config/index.ts";
import type { SecretBox } from "../secrets/index.ts";
import {
  authenticationIn,
  CREDENTIAL_NAME,
  type CredentialFiles,
  type StoredCredential,
  withoutNames,
} from "./credential-files.ts";
import { changedMeanwhile, notFound, writing } from "./live/api-violations.ts";
import { credentialVersionJson } from "./live/credential-versions.ts";
import { jsonText } from "./live/element-text.ts";
import type { FileChange } from "./live/file-writers.ts";
import type { Version } from "./live/versions.ts";
import { authenticationWithStored, encryptAuthentication, maskAuthentication } from "./secret-masks.ts";
import type { ReadSecret } from "./secret-values.ts";

export interface CredentialsPortOptions {
  readonly files: CredentialFiles;
  /** How texts, variables and files are read now. */
  readonly reading: () => Promise<ReadSecret>;
  /** The keys to encrypt with; makes one when there is none. */
  readonly box: () => Promise<SecretBox>;
  /** Devices of configurations in force that refer to the name. */
  readonly usedBy: (name: string) => number;
  /** Runs what writes files; when it resolves, they and everything that depends on them are taken in. */
  readonly change: <T>(by: string, work: (files: FileChange) => Promise<T>) => Promise<T>;
  /** What was in a file before, latest first. */
  readonly versions: (name: string) => Promise<readonly Version[]>;
  readonly audit: (action: string, object: string, caller: Caller) => void;
}

/** Named credentials through the API: write-only secrets, in the same files that an operator may edit. */
export function createCredentialsPort(options: CredentialsPortOptions): CredentialsPort {
  const { files, usedBy } = options;
  const show = (stored: StoredCredential): CredentialJson => ({
    name: stored.name,
    authentication: maskAuthentication(authenticationIn(stored)) as Readonly<Record<string, unknown>>,
    usedBy: usedBy(stored.name),
    revision: stored.revision,
  });
  const shown = (name: string): CredentialJson => {
    const stored = files.get(name);
    if (stored === undefined) throw goneMeanwhile(name);
    return show(stored);
  };
  return {
    list: () => files.all().map(show),
    get: (name) => {
      const stored = files.get(name);
      return stored && show(stored);
    },
    put: async (name, authentication, { ifRevision, ifNew = false }, caller) => {
      const created = await options.change(caller.id, async (change) => {
        const before = files.get(name);
        if (ifRevision !== undefined && ifRevision !== before?.revision) throw changedMeanwhile(name);
        const isNew = before === undefined;
        if (ifNew && !isNew) throw nameTaken(name);
        await put(name, authentication, change, options);
        options.audit(isNew ? "credential.create" : "credential.change", name, caller);
        return isNew;
      });
      return { created, credential: shown(name) };
    },
    remove: (name, caller) =>
      options.change(caller.id, async (change) => {
        if (files.get(name) === undefined) throw unknown(name);
        refuseUsed(name, usedBy(name));
        await writing(() => change.remove(files.pathOf(name)));
        options.audit("credential.remove", name, caller);
      }),
    versions: async (name) => {
      const kept = await options.versions(name);
      if (kept.length === 0 && files.get(name) === undefined) return undefined;
      return kept.map(credentialVersionJson);
    },
    restore: async (name, revision, caller) => {
      await options.change(caller.id, async (change) => {
        const version = (await options.versions(name)).find((kept) => kept.revision === revision);
        if (version === undefined) throw notFound(`version ${revision} of ${name}`);
        await keep(name, version.content, change, options);
        options.audit("credential.restore", `${name} ${revision}`, caller);
      });
      return shown(name);
    },
  };
}

async function put(
  name: string,
  authentication: unknown,
  change: FileChange,
  options: CredentialsPortOptions,
): Promise<void> {
  if (!CREDENTIAL_NAME.test(name)) {
    const remedy = "Write 1 to 100 letters, digits, dots, hyphens or underscores, a letter or digit first";
    throw new ApiError(400, "api.credential", "the name is not usable for a credential", { remedy });
  }
  if (!isRecord(authentication)) {
    const remedy = 'Write { "type": "SNMPv2c", "community": … } or the fields of SNMPv3';
    throw new ApiError(400, "api.credential", "the authentication must be an object", { remedy });
  }
  const before = options.files.get(name);
  if (before === undefined && options.files.isFull) throw full();
  const stored = before && authenticationIn(before);
  const at = { what: `credential ${name}`, path: "/authentication" };
  const whole = authenticationWithStored(authentication, stored, at);
  await keep(name, whole, change, options);
}

/** Writes the file. */
async function keep(
  name: string,
  authentication: unknown,
  change: FileChange,
  { files, reading, box }: CredentialsPortOptions,
): Promise<void> {
  const file = files.pathOf(name);
  refuseFaulty(authentication, { file, read: await reading() });
  await writing(async () => change.write(file, jsonText(encryptAuthentication(authentication, await box()))));
}

/** Only a warning in a file; who sends it is there to correct it, and `comunity` would poll with `public`. */
const UNKNOWN_KEY = "C103";

/** The same checks that the file will go through. */
function refuseFaulty(
  authentication: unknown,
  { file, read }: { readonly file: string; readonly read: ReadSecret },
): void {
  const { diagnostics } = loadCredential(JSON.stringify(authentication), {
    file,
    secrets: withoutNames(read),
  });
  const errors = diagnostics.filter(({ severity, code }) => severity === "error" || code === UNKNOWN_KEY);
  if (errors.length === 0) return;
  const violations = errors.map(({ code, path, message }) => ({
    path: `/authentication${path}`,
    message: `${code} ${message}`,
    parameterLocation: "PAYLOAD_BODY" as const,
    location: null,
  }));
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  throw new ApiError(400, "api.credential", `${errors[0]!.message}${more}`, { violations });
}

function unknown(name: string): ApiError {
  const message = CREDENTIAL_NAME.test(name)
    ? `there is no credential ${name}`
    : "there is no such credential";
  return new ApiError(404, "api.credential-unknown", message, {
    remedy: "GET /api/snmpgate/credentials lists them",
  });
}

function goneMeanwhile(name: string): ApiError {
  const message = `the credential ${name} was removed while it was written`;
  return new ApiError(409, "api.credential", message, {
    remedy: "Look who else changes it, and try again",
  });
}

function nameTaken(name: string): ApiError {
  return new ApiError(412, "api.credential-exists", `there is a credential ${name} already`, {
    remedy: "Take another name, or use the one that is there",
  });
}

function full(): ApiError {
  return new ApiError(409, "api.credentials-full", "there are as many credentials as are read", {
    remedy: "Remove those that no device uses",
  });
}

function refuseUsed(name: string, devices: number): void {
  if (devices === 0) return;
  const message = `the credential ${name} is used by ${devices} device${devices === 1 ? "" : "s"}`;
  throw new ApiError(409, "api.credential-used", message, {
    remedy: "Give them another credential first",
  });
}
