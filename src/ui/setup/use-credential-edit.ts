import { useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { ApiFailure, get, put } from "../api/client.ts";
import { type Complaint, canSave, complaintsOf } from "./credential-complaints.ts";
import {
  authenticationOf,
  type CredentialField,
  type CredentialForm,
  EMPTY_CREDENTIAL,
  fieldsOf,
  formOf,
  SECRET_MASK,
} from "./credential-form.ts";
import { suggestedName } from "./credential-words.ts";
import { credentialPath, useRefresh } from "./setup-api.ts";

export interface CredentialEdit {
  readonly form: CredentialForm;
  readonly isNew: boolean;
  readonly busy: boolean;
  readonly failure: unknown;
  /** What somebody else made of it while it was edited here. */
  readonly theirs: Credential | undefined;
  readonly set: (field: CredentialField, value: string) => void;
  readonly isTouched: (field: CredentialField) => boolean;
  readonly complaint: (field: CredentialField) => Complaint | undefined;
  readonly save: () => Promise<void>;
  /** Puts what was changed here on top of theirs. */
  readonly saveOverTheirs: () => Promise<void>;
  /** Drops what was changed here. */
  readonly takeTheirs: () => void;
}

export interface CredentialEditOptions {
  /** Undefined: a new one. */
  readonly credential: Credential | undefined;
  readonly taken: readonly string[];
  readonly onSaved: (credential: Credential) => void;
}

/** Makes or changes a credential. Secrets that are not touched stay as they are. */
export function useCredentialEdit({ credential, taken, onSaved }: CredentialEditOptions): CredentialEdit {
  const refresh = useRefresh();
  const isNew = credential === undefined;
  const [base, setBase] = useState(credential);
  const [form, setForm] = useState(() => storedForm(credential) ?? EMPTY_CREDENTIAL);
  const [touched, setTouched] = useState<ReadonlySet<CredentialField>>(new Set());
  const [saving, setSaving] = useState<unknown>();
  const [theirs, setTheirs] = useState<Credential>();
  const entered = isNew && !touched.has("name") ? { ...form, name: suggestedName(form, taken) } : form;
  const rules = { taken: isNew ? taken : [] };

  /** Somebody else was faster with this name: it stays in its field, which now says that it is taken. */
  const keepName = async (name: string): Promise<void> => {
    setForm((before) => ({ ...before, name }));
    setTouched((before) => new Set(before).add("name"));
    await refresh();
  };
  const send = async (sent: CredentialForm, revision: string | undefined): Promise<void> => {
    setSaving("busy");
    try {
      const headers: Record<string, string> = isNew
        ? { "if-none-match": "*" }
        : revision === undefined
          ? {}
          : { "if-match": `"${revision}"` };
      const body = { authentication: authenticationOf(sent) };
      const saved = await put<Credential>(credentialPath(sent.name), body, { headers });
      await refresh();
      onSaved(saved);
    } catch (error) {
      if (isNew && isConflict(error)) await keepName(sent.name);
      else setTheirs(isConflict(error) ? await currentOf(sent.name) : undefined);
      setSaving(error);
    }
  };
  const save = async (): Promise<void> => {
    if (canSave(entered, rules)) await send(entered, base?.revision);
    else setTouched(new Set(fieldsOf(entered)));
  };
  const overTheirs = async (): Promise<void> => {
    if (theirs === undefined) return;
    const next = withTouched(storedForm(theirs), form, touched);
    setForm(next);
    await send(next, theirs.revision);
  };
  return {
    form: entered,
    isNew,
    busy: saving === "busy",
    failure: saving === "busy" ? undefined : saving,
    theirs,
    set: (field, value) => {
      // A stored secret that was typed over and then emptied is the stored one again.
      const next = value === "" && storedForm(base)?.[field] === SECRET_MASK ? SECRET_MASK : value;
      setForm((before) => ({ ...before, [field]: next }));
      setTouched((before) => new Set(before).add(field));
    },
    isTouched: (field) => touched.has(field),
    complaint: (field) => (touched.has(field) ? complaintsOf(entered, rules)[field] : undefined),
    save,
    saveOverTheirs: overTheirs,
    takeTheirs: () => {
      setBase(theirs);
      setForm(storedForm(theirs) ?? form);
      setTouched(new Set());
      setTheirs(undefined);
      setSaving(undefined);
    },
  };
}

function storedForm(credential: Credential): CredentialForm;
function storedForm(credential: Credential | undefined): CredentialForm | undefined;
function storedForm(credential: Credential | undefined): CredentialForm | undefined {
  return credential && formOf(credential.name, credential.authentication);
}

const withTouched = (
  theirs: CredentialForm,
  mine: CredentialForm,
  touched: ReadonlySet<CredentialField>,
): CredentialForm => ({
  ...theirs,
  ...Object.fromEntries([...touched].map((field) => [field, mine[field]])),
});

const isConflict = (error: unknown): boolean => error instanceof ApiFailure && error.status === 412;

/** Undefined when it is gone: then the refusal is all that there is to say. */
const currentOf = (name: string): Promise<Credential | undefined> =>
  get<Credential>(credentialPath(name)).catch(() => undefined);
