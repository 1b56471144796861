import { Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { put } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { messageOf, SecretField, UsmFields } from "./credential-fields.tsx";
import {
  authenticationOf,
  type Complaint,
  type CredentialField,
  canSave,
  complaintsOf,
  EMPTY_CREDENTIAL,
  FIELD_LABELS,
  fieldsOf,
  formOf,
  SECRET_MASK,
  suggestedName,
  TYPES,
} from "./credential-form.ts";
import { credentialPath, useRefresh } from "./setup-api.ts";

export interface CredentialEditorProps {
  /** Undefined: a new one. */
  readonly credential: Credential | undefined;
  readonly taken: readonly string[];
  /** Settings that a device has refused, most likely first. */
  readonly suspects?: readonly string[] | undefined;
  readonly saveLabel?: string | undefined;
  readonly onSaved: (credential: Credential) => void;
  readonly onCancel: () => void;
}

/** A password and its protocol cannot be told apart by what a device reports. */
function suspicion(field: CredentialField, suspects: readonly string[]): string {
  if (suspects.length < 2) return "The device says that this is wrong.";
  return suspects[0] === field
    ? "The device says that this or the protocol is wrong."
    : "The device says that this or the password is wrong.";
}

/** Makes or changes a credential. Secrets that are not touched stay as they are. */
export function CredentialEditor(props: CredentialEditorProps) {
  const { credential, taken, suspects = [], saveLabel = "Save credential", onSaved, onCancel } = props;
  const refresh = useRefresh();
  const [form, setForm] = useState(() =>
    credential === undefined ? EMPTY_CREDENTIAL : formOf(credential.name, credential.authentication),
  );
  const [touched, setTouched] = useState<ReadonlySet<CredentialField>>(new Set());
  const [saving, setSaving] = useState<unknown>();
  const isNew = credential === undefined;
  const suggested = suggestedName(form, taken);
  const entered = isNew && !touched.has("name") ? { ...form, name: suggested } : form;
  const rules = { taken: isNew ? taken : [] };
  const complaints = complaintsOf(entered, rules);

  const stored = credential === undefined ? undefined : formOf(credential.name, credential.authentication);
  const set = (field: CredentialField, value: string): void => {
    // A stored secret that was typed over and then emptied is the stored one again.
    const next = value === "" && stored?.[field] === SECRET_MASK ? SECRET_MASK : value;
    setForm((before) => ({ ...before, [field]: next }));
    setTouched((before) => new Set(before).add(field));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // One form may stand inside of another.
    event.stopPropagation();
    setTouched(new Set(fieldsOf(entered)));
    if (!canSave(entered, rules)) return;
    setSaving("busy");
    try {
      const saved = await put<Credential>(credentialPath(entered.name), {
        authentication: authenticationOf(entered),
      });
      await refresh();
      onSaved(saved);
    } catch (error) {
      setSaving(error);
    }
  };

  const shown = (field: CredentialField): Complaint | undefined => {
    const complaint = complaints[field];
    if (complaint !== undefined && touched.has(field)) return complaint;
    return suspects.includes(field) && !touched.has(field)
      ? { text: suspicion(field, suspects), isHint: false }
      : undefined;
  };
  const fieldProps = { form: entered, set, shown };
  return (
    <form onSubmit={(event) => void save(event)} noValidate autoComplete="off">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="SNMP version"
          data={[...TYPES]}
          value={form.type}
          onChange={(type) => set("type", type)}
        />
        {form.type === "SNMPv3" ? (
          <UsmFields {...fieldProps} suspects={suspects} />
        ) : (
          <SecretField {...fieldProps} field="community" />
        )}
        <TextInput
          label={FIELD_LABELS.name}
          description={
            isNew
              ? "What devices refer to it by. Nobody sees the secrets again once it is saved."
              : "Secrets that you leave alone stay as they are."
          }
          value={entered.name}
          disabled={!isNew}
          error={messageOf(shown("name"))}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        {saving === undefined || saving === "busy" ? null : (
          <Notice title="It was not saved" failure={saving} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={saving === "busy"}>
            {saveLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
