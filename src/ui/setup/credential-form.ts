// A credential as it is entered: all fields at once, and what an agent or RFC 3414 would say of them.

export const SECRET_MASK = "***";

export const TYPES = ["SNMPv3", "SNMPv2c", "SNMPv1"] as const;
export type CredentialType = (typeof TYPES)[number];
export const LEVELS = ["AUTH_PRIV", "AUTH_NO_PRIV", "NO_AUTH_NO_PRIV"] as const;
export type Level = (typeof LEVELS)[number];
export const AUTH_PROTOCOLS = ["SHA", "SHA224", "SHA256", "SHA384", "SHA512", "MD5"] as const;
export const PRIV_PROTOCOLS = ["AES", "AES192", "AES256", "AES192C", "AES256C", "DES"] as const;

/** As engineers write them at the device. */
export const LEVEL_LABELS: Readonly<Record<Level, string>> = {
  AUTH_PRIV: "authPriv",
  AUTH_NO_PRIV: "authNoPriv",
  NO_AUTH_NO_PRIV: "noAuthNoPriv",
};
export const PROTOCOL_LABELS: Readonly<Record<string, string>> = {
  SHA: "SHA (SHA-1)",
  SHA224: "SHA-224",
  SHA256: "SHA-256",
  SHA384: "SHA-384",
  SHA512: "SHA-512",
  MD5: "MD5 (weak)",
  AES: "AES (AES-128)",
  AES192: "AES-192",
  AES256: "AES-256",
  AES192C: "AES-192 (Cisco)",
  AES256C: "AES-256 (Cisco)",
  DES: "DES (weak)",
};

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

export const FIELD_LABELS: Readonly<Record<CredentialField, string>> = {
  name: "Name",
  type: "Version",
  community: "Community",
  userName: "User name",
  securityLevel: "Security level",
  authProtocol: "Authentication protocol",
  authPassword: "Authentication password",
  privProtocol: "Privacy protocol",
  privPassword: "Privacy password",
  contextName: "Context name",
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

/** RFC 3414 §11.2. */
const PASSWORD_MIN = 8;
/** SnmpAdminString (SIZE (0..32)) of usmUserName, RFC 3414 §5. */
const USER_MAX = 32;
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;

export interface Complaint {
  readonly text: string;
  /** It can be saved all the same. */
  readonly isHint: boolean;
}

const fault = (text: string): Complaint => ({ text, isHint: false });
const hint = (text: string): Complaint => ({ text, isHint: true });

/** What is wrong with each field, or looks like a slip. */
export function complaintsOf(
  form: CredentialForm,
  { taken = [] }: { readonly taken?: readonly string[] } = {},
): { readonly [field in CredentialField]?: Complaint } {
  const complaints: { [field in CredentialField]?: Complaint } = {};
  for (const field of fieldsOf(form)) {
    const complaint = complaintOf(field, form, taken);
    if (complaint !== undefined) complaints[field] = complaint;
  }
  return complaints;
}

function complaintOf(
  field: CredentialField,
  form: CredentialForm,
  taken: readonly string[],
): Complaint | undefined {
  const value = form[field];
  switch (field) {
    case "name":
      return nameComplaint(value, taken);
    case "userName":
      if (value === "") return fault("The user as it is called on the device.");
      return new TextEncoder().encode(value).length > USER_MAX
        ? fault(`A USM user name has at most ${USER_MAX} octets.`)
        : blankComplaint(value);
    case "community":
      return value === "" ? fault("The community as it is set on the device.") : blankComplaint(value);
    case "authPassword":
    case "privPassword":
      return passwordComplaint(value);
    case "authProtocol":
    case "privProtocol":
      return value === "MD5" || value === "DES"
        ? hint("Weak by today's measure; many devices offer better.")
        : undefined;
    case "type":
    case "securityLevel":
      return undefined;
    case "contextName":
      return blankComplaint(value);
    default:
      return field satisfies never;
  }
}

function nameComplaint(name: string, taken: readonly string[]): Complaint | undefined {
  if (name === "") return fault("What it is called here, as branch-v3.");
  if (!NAME.test(name)) return fault("Letters, digits, - _ and dots, a letter or digit first.");
  return taken.includes(name)
    ? fault("There is one of this name already: choose it, or take another name.")
    : undefined;
}

function passwordComplaint(value: string): Complaint | undefined {
  if (value === SECRET_MASK) return undefined;
  if (value === "") return fault("The password as it is set on the device.");
  if (value.length < PASSWORD_MIN) {
    return hint(`Has ${value.length} characters; agents refuse fewer than ${PASSWORD_MIN} (RFC 3414).`);
  }
  return blankComplaint(value);
}

const blankComplaint = (value: string): Complaint | undefined =>
  value !== value.trim() ? hint("Begins or ends with a blank: was that pasted along?") : undefined;

export const canSave = (form: CredentialForm, options?: { readonly taken?: readonly string[] }): boolean =>
  Object.values(complaintsOf(form, options)).every(({ isHint }) => isHint);

/** In a line: `SNMPv3, user mon, authPriv, SHA-256, AES (AES-128)`. */
export function describeCredential(authentication: Readonly<Record<string, unknown>>): string {
  const form = formOf("", authentication);
  if (form.type !== "SNMPv3") return `${form.type} community`;
  const fields = fieldsOf(form);
  const protocol = (field: "authProtocol" | "privProtocol"): readonly string[] =>
    fields.includes(field) ? [PROTOCOL_LABELS[form[field]] ?? form[field]] : [];
  const context = form.contextName === "" ? [] : [`context ${form.contextName}`];
  return [
    "SNMPv3",
    `user ${form.userName}`,
    LEVEL_LABELS[form.securityLevel],
    ...protocol("authProtocol"),
    ...protocol("privProtocol"),
    ...context,
  ].join(", ");
}

/** A name to begin with: `mon-v3`. */
export function suggestedName({ type, userName }: CredentialForm, taken: readonly string[]): string {
  const version = type.replace("SNMP", "").toLowerCase();
  const base =
    type === "SNMPv3" && userName !== ""
      ? `${userName
          .replaceAll(/[^A-Za-z0-9._-]/g, "-")
          .slice(0, 40)
          .replace(/^\.+/, "")}-${version}`
      : `snmp-${version}`;
  if (!taken.includes(base)) return base;
  for (let i = 2; ; i += 1) if (!taken.includes(`${base}-${i}`)) return `${base}-${i}`;
}
