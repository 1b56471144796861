import { type CredentialField, type CredentialForm, fieldsOf, SECRET_MASK } from "./credential-form.ts";

// What an agent or RFC 3414 would say of a credential.

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
