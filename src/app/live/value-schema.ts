import {
  ALL_FEATURE_SETS,
  AUTH_PROTOCOLS,
  featureSetsOf,
  PRIV_PROTOCOLS,
  SECURITY_LEVELS,
} from "../../config/index.ts";
import type { Manifest, VarDeclaration } from "../../manifest/index.ts";

type Schema = Readonly<Record<string, unknown>>;

const TEXT = { type: "string", minLength: 1, maxLength: 500 } as const;
const PORT = { type: "integer", minimum: 1, maximum: 65_535 } as const;

/** How a secret may be written; answers show `***`, which keeps what is stored when it is sent back. */
const SECRET = {
  description: "Write-only: answers show ***, and *** sent back keeps what is stored.",
  anyOf: [
    { type: "string", minLength: 1, maxLength: 4_096 },
    { type: "object", properties: { env: TEXT }, required: ["env"], additionalProperties: false },
    { type: "object", properties: { file: TEXT }, required: ["file"], additionalProperties: false },
  ],
} as const;

/**
 * JSON Schema (draft 2020-12) of `value` of a configuration for this extension (spec 2 §1): what it accepts the
 * service accepts, but for filters that do not parse and feature sets that leave no metric.
 */
export function valueSchema(manifest: Manifest): Schema {
  const sources = [
    ...(manifest.snmp.length > 0 ? ["snmp"] : []),
    ...(manifest.traps.length > 0 ? ["snmptraps"] : []),
  ];
  const one = sources.length === 1;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `${manifest.name} ${manifest.version}`,
    type: "object",
    properties: {
      version: { const: manifest.version },
      description: TEXT,
      enabled: { type: ["boolean", "null"], default: true },
      featureSets: featureSets(manifest),
      vars: vars(manifest.vars),
      ...(sources.includes("snmp") ? { snmp: SNMP } : {}),
      ...(sources.includes("snmptraps") ? { snmptraps: TRAPS } : {}),
      activationTags: { type: ["array", "null"], items: { type: "string" } },
      activationContext: { enum: ["REMOTE", null], default: "REMOTE" },
    },
    required: [
      "version",
      "description",
      ...(one ? sources : []),
      ...(manifest.vars.some(mustBeGiven) ? ["vars"] : []),
    ],
    ...(one ? {} : { anyOf: sources.map((source) => ({ required: [source] })) }),
  };
}

function featureSets(manifest: Manifest): Schema {
  const names = featureSetsOf(manifest).map(({ name }) => name);
  return {
    type: ["array", "null"],
    description: "Metrics in no set are always collected.",
    items: { enum: [ALL_FEATURE_SETS, ...names] },
    maxItems: 50,
    default: [],
  };
}

function vars(declarations: readonly VarDeclaration[]): Schema {
  const required = declarations.filter(mustBeGiven).map(({ id }) => id);
  return {
    type: required.length > 0 ? "object" : ["object", "null"],
    properties: Object.fromEntries(
      declarations.map((declaration) => [declaration.id, variable(declaration)]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

const mustBeGiven = ({ required, defaultValue }: VarDeclaration): boolean =>
  required && (defaultValue ?? "") === "";

function variable(declaration: VarDeclaration): Schema {
  const { displayName, description, defaultValue } = declaration;
  const texts = {
    title: displayName,
    ...(description === undefined ? {} : { description }),
    ...(defaultValue === undefined ? {} : { default: defaultValue }),
  };
  return { ...texts, ...(declaration.type === "enum" ? choices(declaration) : freeText(declaration)) };
}

/** Empty text stands for the default. */
function choices(declaration: VarDeclaration & { readonly type: "enum" }): Schema {
  const values = declaration.availableValues.map(({ value }) => value);
  const isOptional = !mustBeGiven(declaration);
  return { enum: [...values, ...(isOptional ? ["", null] : [])] };
}

function freeText(declaration: VarDeclaration & { readonly type: "text" | "multiline-text" }): Schema {
  const { type, maxLength, pattern } = declaration;
  const isOptional = !declaration.required;
  const anchored =
    pattern === undefined ? undefined : readable(isOptional ? `^(?:(?:${pattern})|)$` : `^(?:${pattern})$`);
  return {
    type: mustBeGiven(declaration) ? "string" : ["string", "null"],
    ...(isOptional ? {} : { minLength: 1 }),
    maxLength,
    ...(anchored === undefined ? {} : { pattern: anchored }),
    // With a pattern of its own a line break hardly matches.
    ...(type === "text" && pattern === undefined ? { pattern: "^[^\\r\\n]*$" } : {}),
  };
}

/** Patterns are written for another engine: what ours does not read would make the whole schema useless. */
function readable(pattern: string): string | undefined {
  try {
    return new RegExp(pattern, "u").source;
  } catch {
    return undefined;
  }
}

const CREDENTIAL = {
  type: "object",
  properties: { credential: TEXT },
  required: ["credential"],
} as const;

const COMMUNITY = {
  type: "object",
  properties: { type: { enum: ["SNMPv2c", "SNMPv1", null], default: "SNMPv2c" }, community: SECRET },
} as const;

const AUTH = { authProtocol: { enum: [...AUTH_PROTOCOLS, null], default: "SHA" }, authPassword: SECRET };
const PRIV = { privProtocol: { enum: [...PRIV_PROTOCOLS, null], default: "AES256C" }, privPassword: SECRET };

/** Fields that do not belong to the chosen type and level are ignored. */
const usm = (levels: readonly (string | null)[], keys: object, required: readonly string[]): Schema => ({
  type: "object",
  properties: {
    type: { const: "SNMPv3" },
    userName: { ...TEXT, type: ["string", "null"], default: "user" },
    securityLevel: { enum: levels },
    contextName: { type: ["string", "null"], maxLength: 32 },
    ...keys,
  },
  required: ["type", ...required],
});

const [NO_AUTH, AUTH_ALONE, AUTH_PRIV] = SECURITY_LEVELS;

const AUTHENTICATION = {
  anyOf: [
    CREDENTIAL,
    COMMUNITY,
    usm([AUTH_PRIV, null], { ...AUTH, ...PRIV }, ["authPassword", "privPassword"]),
    usm([AUTH_ALONE], AUTH, ["securityLevel", "authPassword"]),
    usm([NO_AUTH], {}, ["securityLevel"]),
  ],
} as const;

const number = (minimum: number, maximum: number, byDefault: number): Schema => ({
  type: ["integer", "null"],
  minimum,
  maximum,
  default: byDefault,
});

const ADVANCED = {
  type: ["object", "null"],
  properties: {
    timeoutSecs: number(1, 1_800, 1),
    retries: number(0, 200, 3),
    maxRepetitions: number(1, 400, 100),
    maxOidsPerQuery: number(1, 120, 60),
    enableUnconnectedUdp: { type: ["boolean", "null"], default: false },
  },
} as const;

const SNMP = {
  type: "object",
  properties: {
    devices: {
      type: "array",
      minItems: 1,
      maxItems: 20_000,
      items: {
        type: "object",
        properties: {
          ip: { ...TEXT, description: "IPv4, IPv6 or host name" },
          port: { ...PORT, type: ["integer", "null"], default: 161 },
          authentication: AUTHENTICATION,
          advanced: ADVANCED,
        },
        required: ["ip", "authentication"],
      },
    },
  },
  required: ["devices"],
} as const;

const TRAPS = {
  type: "object",
  properties: {
    sources: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        type: "object",
        properties: {
          ip: { ...TEXT, description: "CIDR" },
          port: { ...PORT, type: ["integer", "null"], default: 162 },
          authentication: AUTHENTICATION,
        },
        required: ["ip", "authentication"],
      },
    },
  },
  required: ["sources"],
} as const;
