import {
  type CredentialField,
  type CredentialForm,
  fieldsOf,
  formOf,
  type Level,
} from "./credential-form.ts";

// What the parts of a credential are called.

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
