import { ApiError, type Violation } from "../api/index.ts";
import { isRecord, SECRET_MASK, Secret } from "../base/index.ts";
import {
  AUTH_PROTOCOLS,
  canonicalHost,
  PRIV_PROTOCOLS,
  SECRET_KEYS,
  SECURITY_LEVELS,
  SNMP_PORT,
  SNMPTRAP_PORT,
} from "../config/index.ts";
import { isEncrypted, type SecretBox } from "../secrets/index.ts";
import { mapAuthentications, type SecretPlace } from "./secret-places.ts";

type Json = Readonly<Record<string, unknown>>;

const isSecretKey = (key: string): boolean => SECRET_KEYS.some((known) => known === key);

/** A copy to be shown: every secret is `***`; where a secret is found (`env`, `file`) and names of credentials stay. */
export function maskSecrets(element: unknown): unknown {
  return mapAuthentications(element, maskAuthentication, (value) => maskSecret(value));
}

/** What is not known to be harmless is masked, too: a slip in a key or a protocol must not show what follows it. */
export function maskAuthentication(authentication: unknown): unknown {
  if (!isRecord(authentication)) return SECRET_MASK;
  const shown = mapEntries(authentication, (key, value) => {
    if (isSecretKey(key)) return maskSecret(value);
    return isHarmless(key, value) ? value : SECRET_MASK;
  });
  return Object.fromEntries(Object.entries(shown).filter(([key]) => PLAIN_KEY.test(key)));
}

/** What keys look like. `{community:s3cr3t}` is one to YAML, for the blank after the colon is missing. */
const PLAIN_KEY = /^[A-Za-z]{1,32}$/;

const HARMLESS_TEXTS: ReadonlySet<string> = new Set(["userName", "contextName", "credential"]);
/** A map, for keys come from outside: every object has a `constructor`. */
const HARMLESS_WORDS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["type", ["SNMPv1", "SNMPv2c", "SNMPv3"]],
  ["securityLevel", SECURITY_LEVELS],
  ["authProtocol", AUTH_PROTOCOLS],
  ["privProtocol", PRIV_PROTOCOLS],
]);

function isHarmless(key: string, value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== "string") return false;
  return HARMLESS_TEXTS.has(key) || HARMLESS_WORDS.get(key)?.includes(value) === true;
}

function maskSecret(value: unknown): unknown {
  return value === null || isReference(value) ? value : SECRET_MASK;
}

function isReference(value: unknown): value is { readonly env: string } | { readonly file: string } {
  if (!isRecord(value) || Object.keys(value).length !== 1) return false;
  return typeof value["env"] === "string" || typeof value["file"] === "string";
}

/**
 * Puts the stored secrets where a client sent back the mask. Devices and trap sources are the same by address and
 * port. References and encrypted texts are only kept, never taken from a client: they would let whoever may write
 * configurations send files and variables of this host to a device of his own.
 * @param next  an activation element, or its value, as the client sent it
 * @param stored  the same as it is kept; undefined when there is nothing yet
 * @throws {ApiError} 400 that names the device
 */
export function withStoredSecrets(next: unknown, stored: unknown): unknown {
  const known = new Map<string, unknown>();
  mapAuthentications(stored, (authentication, place) => {
    const endpoint = endpointOf(place);
    if (!known.has(endpoint)) known.set(endpoint, authentication);
    return authentication;
  });
  return mapAuthentications(next, (authentication, place) => {
    const endpoint = endpointOf(place);
    return authenticationWithStored(authentication, known.get(endpoint), {
      what: endpoint,
      path: place.path,
    });
  });
}

/** `device 192.0.2.1:161`: identity and name in messages. */
function endpointOf({ owner, trap }: SecretPlace): string {
  const { ip, port } = owner;
  const host = typeof ip === "string" ? canonicalHost(ip) : "without address";
  const number = typeof port === "number" ? port : trap ? SNMPTRAP_PORT : SNMP_PORT;
  return `${trap ? "trap source" : "device"} ${host.includes(":") ? `[${host}]` : host}:${number}`;
}

/** The same for one authentication object. @throws {ApiError} 400 */
export function authenticationWithStored(
  next: unknown,
  stored: unknown,
  at: { readonly what: string; readonly path: string },
): unknown {
  if (next === SECRET_MASK && stored !== undefined) return stored;
  if (!isRecord(next)) return next;
  const before = isRecord(stored) ? stored : {};
  return mapEntries(next, (key, value) => {
    const kept = Object.hasOwn(before, key) ? before[key] : undefined;
    if (value === SECRET_MASK) {
      if (kept === undefined) throw nothingStored(key, at);
      return kept;
    }
    if (isSecretKey(key) && isForeign(value) && JSON.stringify(value) !== JSON.stringify(kept)) {
      throw onlyInFiles(key, at);
    }
    return value;
  });
}

const isForeign = (value: unknown): boolean =>
  isRecord(value) || (typeof value === "string" && isEncrypted(value));

function nothingStored(
  key: string,
  { what, path }: { readonly what: string; readonly path: string },
): ApiError {
  const message = `${what}: ${key} is masked (${SECRET_MASK}), and no such secret is stored for it`;
  return refused(message, "Send the secret itself, or name a credential", `${path}/${key}`);
}

function onlyInFiles(
  key: string,
  { what, path }: { readonly what: string; readonly path: string },
): ApiError {
  const message = `${what}: ${key} is a reference or encrypted, which only files of this host may hold`;
  return refused(message, "Send the secret itself; it is encrypted before it is kept", `${path}/${key}`);
}

function refused(message: string, remedy: string, path: string): ApiError {
  const violation: Violation = {
    path,
    message: `${message}. ${remedy}`,
    parameterLocation: "PAYLOAD_BODY",
    location: null,
  };
  return new ApiError(400, "api.secret", message, { remedy, violations: [violation] });
}

/** A copy to be kept: secrets in clear text are encrypted, all else is as it was. */
export function encryptSecrets(element: unknown, box: SecretBox): unknown {
  return mapAuthentications(
    element,
    (authentication) => encryptAuthentication(authentication, box),
    (value) => encryptSecret(value, box),
  );
}

export function encryptAuthentication(authentication: unknown, box: SecretBox): unknown {
  if (!isRecord(authentication)) return authentication;
  // A key that is mistyped is only warned of, and what follows it is a secret all the same.
  return mapEntries(authentication, (key, value) =>
    isHarmless(key, value) && !isSecretKey(key) ? value : encryptSecret(value, box),
  );
}

function encryptSecret(value: unknown, box: SecretBox): unknown {
  return isClearSecret(value) ? box.encrypt(new Secret(value)) : value;
}

/** Empty text and the mask are no secrets; the reader refuses them. */
export function isClearSecret(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value !== SECRET_MASK && !isEncrypted(value);
}

/** The names of credentials that an activation element refers to, one for each device. */
export function credentialNamesIn(element: unknown): readonly string[] {
  const names: string[] = [];
  mapAuthentications(element, (authentication) => {
    const name = isRecord(authentication) ? authentication["credential"] : undefined;
    if (typeof name === "string") names.push(name);
    return authentication;
  });
  return names;
}

function mapEntries(object: Json, change: (key: string, value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}
