import { Secret } from "../base/index.ts";
import { nearest } from "../source/index.ts";
import {
  AUTH_PROTOCOLS,
  type AuthProtocol,
  type Credentials,
  PRIV_PROTOCOLS,
  type PrivProtocol,
  SECURITY_LEVELS,
} from "./config.ts";
import { type Field, nameOf, shown } from "./field.ts";
import { WEAK_SECRET } from "./monitoring-codes.ts";
import { type Aliases, readEnum, readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import { readSecret, reportProblem, type SecretContext, type SecretProblem } from "./secret-reader.ts";

/** `SNMPv1` is our own; the format offers the other two. */
const AUTHENTICATION_TYPES = ["SNMPv2c", "SNMPv3", "SNMPv1"] as const;

const COMMUNITY_KEYS = ["type", "community"];
const USM_KEYS = [
  "userName",
  "securityLevel",
  "authProtocol",
  "authPassword",
  "privProtocol",
  "privPassword",
  "contextName",
];
/** Our own: the name of a credential that devices share. */
const CREDENTIAL_KEY = "credential";
const KEYS = [...COMMUNITY_KEYS, ...USM_KEYS, CREDENTIAL_KEY];

/** As devices and other tools write them, where the nearest spelling would be another protocol. */
const AUTH_ALIASES: Aliases<AuthProtocol> = {
  SHA1: "SHA",
  SHA96: "SHA",
  HMACSHA: "SHA",
  HMACSHA96: "SHA",
  HMACSHA1: "SHA",
  HMACMD5: "MD5",
  HMACMD596: "MD5",
  SHA2: "SHA256",
};
const PRIV_ALIASES: Aliases<PrivProtocol> = {
  AES128: "AES",
  AES128C: "AES",
  AESCFB: "AES",
  AES128CFB: "AES",
  CFBAES128: "AES",
  CFB128AES128: "AES",
  AES192CISCO: "AES192C",
  AES256CISCO: "AES256C",
  CISCOAES192: "AES192C",
  CISCOAES256: "AES256C",
  CBCDES: "DES",
  DES56: "DES",
  // Triple DES never became a standard of USM; the nearest spelling would be DES, which is another key.
  "3DES": null,
  "3DESEDE": null,
  TRIPLEDES: null,
  TDES: null,
  DES3: null,
  DESEDE: null,
};

const CONTEXT_NAME_BYTES_MAX = 32;
/** RFC 3414 §11.2. */
const PASSWORD_LENGTH_MIN = 8;

/**
 * Reads `authentication` of a device or trap source; the caller asks for it with `confidential`, so that nothing
 * in it is ever quoted. What does not belong to the chosen type and level is ignored, whatever it is.
 */
export function readAuthentication(
  report: Report,
  field: Field | undefined,
  secrets: SecretContext,
): Credentials | undefined {
  const section = readSection(report, field);
  if (section === undefined) return undefined;
  const named = section.optional(CREDENTIAL_KEY);
  if (named !== undefined) return readNamed(section, named, secrets);
  section.closed(KEYS);
  const typeField = section.optional("type");
  const type = typeField === undefined ? "SNMPv2c" : readEnum(report, typeField, AUTHENTICATION_TYPES);
  if (type === undefined) return undefined;
  if (type === "SNMPv3") return readUsm(section, secrets);
  if (typeField === undefined) warnOfForgottenType(section);
  return readCommunity(section, type === "SNMPv1" ? "1" : "2c", secrets);
}

/** A name that is not known is not quoted either: who writes a community here by mistake finds it in no log. */
function readNamed(section: Section, field: Field, { secrets }: SecretContext): Credentials | undefined {
  const { report } = section;
  for (const key of section.keys) {
    if (key === CREDENTIAL_KEY || section.optional(key) === undefined) continue;
    const place = KEYS.includes(key)
      ? section.placeOf(key)
      : { ...section.placeOf(key), path: section.field.path };
    const message = `what stands beside ${CREDENTIAL_KEY} is ignored, for the named credential counts. Remove one of them`;
    report.warning(report.codes.unknownKey.code, place, message);
  }
  const name = readText(report, field);
  if (name === undefined) return undefined;
  const found = secrets.credential(name);
  if (found !== undefined && "credentials" in found) return found.credentials;
  reportProblem(report, field, found ?? unknownName(name, secrets.credentialNames));
  return undefined;
}

const NAMES_SHOWN_MAX = 10;

function unknownName(name: string, known: readonly string[]): SecretProblem {
  const problem = "names a credential that does not exist";
  const similar = nearest(name, known);
  if (similar !== undefined) return { problem, remedy: `Did you mean ${shown(similar)}?` };
  const some = known.slice(0, NAMES_SHOWN_MAX).map(shown).join(", ");
  const more = known.length > NAMES_SHOWN_MAX ? ` and ${known.length - NAMES_SHOWN_MAX} more` : "";
  return {
    problem,
    remedy:
      known.length === 0
        ? "There are none: make one in configDir/credentials/<name>.json, or write type and secrets here"
        : `Known are ${some}${more}`,
  };
}

function readCommunity(
  section: Section,
  version: "1" | "2c",
  secrets: SecretContext,
): Credentials | undefined {
  const field = section.optional("community");
  const community = field === undefined ? new Secret("public") : readSecret(section.report, field, secrets);
  return community === undefined ? undefined : { version, community };
}

function readUsm(section: Section, secrets: SecretContext): Credentials | undefined {
  const errorsBefore = section.report.errors;
  const userName = readOr(section, "userName", "user", (field) => readText(section.report, field));
  const securityLevel = readOr(section, "securityLevel", "AUTH_PRIV", (field) =>
    readEnum(section.report, field, SECURITY_LEVELS),
  );
  const auth =
    securityLevel === "NO_AUTH_NO_PRIV" || securityLevel === undefined
      ? undefined
      : readKey(section, {
          protocols: AUTH_PROTOCOLS,
          aliases: AUTH_ALIASES,
          byDefault: "SHA",
          names: ["authProtocol", "authPassword"],
          secrets,
        });
  const priv =
    securityLevel === "AUTH_PRIV"
      ? readKey(section, {
          protocols: PRIV_PROTOCOLS,
          aliases: PRIV_ALIASES,
          byDefault: "AES256C",
          names: ["privProtocol", "privPassword"],
          secrets,
        })
      : undefined;
  const contextName = readContextName(section);
  if (section.report.errors > errorsBefore || userName === undefined || securityLevel === undefined) {
    return undefined;
  }
  return { version: "3", userName, securityLevel, auth, priv, contextName: contextName ?? "" };
}

/** A protocol and the password its key is made from. */
function readKey<T extends string>(
  section: Section,
  wanted: {
    readonly protocols: readonly T[];
    readonly aliases: Aliases<T>;
    readonly byDefault: T;
    readonly names: readonly [protocol: string, password: string];
    readonly secrets: SecretContext;
  },
): { protocol: T; password: Secret } | undefined {
  const { report } = section;
  const [protocolKey, passwordKey] = wanted.names;
  const protocol = readOr(section, protocolKey, wanted.byDefault, (field) =>
    readEnum(report, field, wanted.protocols, wanted.aliases),
  );
  const field = section.required(passwordKey, "Add it, or choose a lower securityLevel");
  const password = readSecret(report, field, wanted.secrets);
  if (field === undefined || protocol === undefined || password === undefined) return undefined;
  if (password.reveal().length < PASSWORD_LENGTH_MIN) {
    const message =
      `${nameOf(field)} has less than ${PASSWORD_LENGTH_MIN} characters, which RFC 3414 does not allow: ` +
      "many devices refuse it. Choose a longer one on the device";
    report.warning(WEAK_SECRET, field, message);
  }
  return { protocol, password };
}

/** RFC 3411 §3.3.1: an octet string of at most 32; empty is the default context. */
function readContextName(section: Section): string | undefined {
  const field = section.optional("contextName");
  const name = readText(section.report, field, { min: 0 });
  if (field === undefined || name === undefined) return undefined;
  if (new TextEncoder().encode(name).length <= CONTEXT_NAME_BYTES_MAX) return name;
  const message = `contextName is longer than ${CONTEXT_NAME_BYTES_MAX} octets. Write the name as the device shows it`;
  section.report.error(section.report.codes.value, field, message);
  return undefined;
}

function readOr<T>(section: Section, key: string, byDefault: T, read: (field: Field) => T | undefined) {
  const field = section.optional(key);
  return field === undefined ? byDefault : read(field);
}

/** SNMPv2c is the default, so a v3 user without `type` would silently be polled with a community. */
function warnOfForgottenType(section: Section): void {
  const given = USM_KEYS.find((key) => section.optional(key) !== undefined);
  if (given === undefined) return;
  const { code } = section.report.codes.unknownKey;
  const message = `${given} is ignored, for type is missing and SNMPv2c then. Add "type": "SNMPv3" if a v3 user is meant`;
  section.report.warning(code, section.placeOf(given), message);
}
