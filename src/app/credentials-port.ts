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
  /** The files changed: takes them in (`files.look`) and everything that depends on them. */
  readonly reload: () => Promise<void>;
  readonly audit: (action: string, object: string, caller: Caller) => void;
}

/** Named credentials through the API: write-only secrets, in the same files that an operator may edit. */
export function createCredentialsPort(options: CredentialsPortOptions): CredentialsPort {
  const { files, usedBy } = options;
  const one = inTurn();
  const show = (stored: StoredCredential): CredentialJson => ({
    name: stored.name,
    authentication: maskAuthentication(authenticationIn(stored)) as Readonly<Record<string, unknown>>,
    usedBy: usedBy(stored.name),
    revision: stored.revision,
  });
  return {
    list: () => files.all().map(show),
    get: (name) => {
      const stored = files.get(name);
      return stored && show(stored);
    },
    put: (name, authentication, caller) =>
      one(async () => {
        const created = files.get(name) === undefined;
        await put(name, authentication, options);
        options.audit(created ? "credential.create" : "credential.change", name, caller);
        const stored = files.get(name);
        if (stored !== undefined) return { created, credential: show(stored) };
        const message = `the credential ${name} was removed while it was written`;
        throw new ApiError(409, "api.credential", message, {
          remedy: "Look who else changes it, and try again",
        });
      }),
    remove: (name, caller) =>
      one(async () => {
        if (files.get(name) === undefined) throw unknown(name);
        refuseUsed(name, usedBy(name));
        await files.remove(name);
        await options.reload();
        options.audit("credential.remove", name, caller);
      }),
  };
}

async function put(name: string, authentication: unknown, options: CredentialsPortOptions): Promise<void> {
  if (!CREDENTIAL_NAME.test(name)) {
    const remedy = "Write 1 to 100 letters, digits, dots, hyphens or underscores, a letter or digit first";
    throw new ApiError(400, "api.credential", "the name is not usable for a credential", { remedy });
  }
  if (!isRecord(authentication)) {
    const remedy = 'Write { "type": "SNMPv2c", "community": … } or the fields of SNMPv3';
    throw new ApiError(400, "api.credential", "the authentication must be an object", { remedy });
  }
  const before = options.files.get(name);
  const stored = before && authenticationIn(before);
  const at = { what: `credential ${name}`, path: "/authentication" };
  const whole = authenticationWithStored(authentication, stored, at);
  refuseFaulty(whole, { file: options.files.pathOf(name), read: await options.reading() });
  const kept = encryptAuthentication(whole, await options.box());
  await options.files.write(name, `${JSON.stringify(kept, undefined, 2)}\n`);
  await options.reload();
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

function refuseUsed(name: string, devices: number): void {
  if (devices === 0) return;
  const message = `the credential ${name} is used by ${devices} device${devices === 1 ? "" : "s"}`;
  throw new ApiError(409, "api.credential-used", message, {
    remedy: "Give them another credential first",
  });
}

/** One change after the other: each sees what the one before left. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
