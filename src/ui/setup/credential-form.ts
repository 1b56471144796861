// A credential as it is entered: all fields at once.

export const SECRET_MASK = "***";

export const TYPES = ["SNMPv3", "SNMPv2c", "SNMPv1"] as const;
export type CredentialType = (typeof TYPES)[number];
export const LEVELS = ["AUTH_PRIV", "AUTH_NO_PRIV", "NO_AUTH_NO_PRIV"] as const;
export type Level = (typeof LEVELS)[number];
export const AUTH_PROTOCOLS = ["SHA", "SHA224", "SHA256", "SHA384", "SHA512", "MD5"] as const;
export const PRIV_PROTOCOLS = ["AES", "AES192", "AES256", "AES192C", "AES256C", "DES"] as const;

export interface CredentialForm {
  readonly name: string;
  readonly type: CredentialType;
  readonly community: string;
  readonly userName: string;
  readonly securityLevel: Level;
  readonly authProtocol: string;
  readonly authPassword: string;
  readonly privProtocol: string;
  readonly privPassword: string;
  readonly contextName: string;
}
export type CredentialField = keyof CredentialForm;

export const EMPTY_CREDENTIAL: CredentialForm = {
  name: "",
  type: "SNMPv3",
  community: "",
  userName: "",
  securityLevel: "AUTH_PRIV",
  authProtocol: "SHA",
  authPassword: "",
  privProtocol: "AES",
  privPassword: "",
  contextName: "",
};

/** Fields that the chosen version and level have. */
export function fieldsOf({ type, securityLevel }: CredentialForm): readonly CredentialField[] {
  if (type !== "SNMPv3") return ["name", "type", "community"];
  const auth = ["authProtocol", "authPassword"] as const;
  const priv = ["privProtocol", "privPassword"] as const;
  const keys = { AUTH_PRIV: [...auth, ...priv], AUTH_NO_PRIV: auth, NO_AUTH_NO_PRIV: [] }[securityLevel];
  return ["name", "type", "userName", "securityLevel", ...keys, "contextName"];
}

/** A stored one; a secret in it is the mask, or says where it is found. */
export function formOf(name: string, authentication: Readonly<Record<string, unknown>>): CredentialForm {
  const text = (key: CredentialField): string | undefined => {
    const value = authentication[key];
    return typeof value === "string"
      ? value
      : value === undefined || value === null
        ? undefined
        : SECRET_MASK;
  };
  const oneOf = <T extends string>(known: readonly T[], key: CredentialField, fallback: T): T =>
    known.find((one) => one === text(key)) ?? fallback;
  return {
    name,
    type: oneOf(TYPES, "type", "SNMPv2c"),
    community: text("community") ?? "",
    userName: text("userName") ?? "",
    securityLevel: oneOf(LEVELS, "securityLevel", "AUTH_PRIV"),
    authProtocol: text("authProtocol") ?? "SHA",
    authPassword: text("authPassword") ?? "",
    privProtocol: text("privProtocol") ?? "AES256C",
    privPassword: text("privPassword") ?? "",
    contextName: text("contextName") ?? "",
  };
}

/** As the API takes it. A masked secret keeps what is stored. */
export function authenticationOf(form: CredentialForm): Record<string, string> {
  const wanted = fieldsOf(form).filter(
    (field) => field !== "name" && (field !== "contextName" || form.contextName !== ""),
  );
  return Object.fromEntries(wanted.map((field) => [field, form[field]]));
}
