import { Button, PasswordInput, Select, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Complaint } from "./credential-complaints.ts";
import {
  AUTH_PROTOCOLS,
  type CredentialField,
  type CredentialForm,
  fieldsOf,
  LEVELS,
  PRIV_PROTOCOLS,
  SECRET_MASK,
} from "./credential-form.ts";
import { FIELD_LABELS, LEVEL_LABELS, PROTOCOL_LABELS } from "./credential-words.ts";

/** What the fields of a credential have in common. */
export interface FieldProps {
  readonly form: CredentialForm;
  readonly set: (field: CredentialField, value: string) => void;
  readonly shown: (field: CredentialField) => Complaint | undefined;
}

export const messageOf = (complaint: Complaint | undefined): string | undefined => complaint?.text;

/** User, level, and what that takes. */
export function UsmFields(props: FieldProps & { readonly suspects: readonly string[] }) {
  const { form, set, shown, suspects } = props;
  const fields = fieldsOf(form);
  const [more, setMore] = useState(form.contextName !== "" || suspects.includes("contextName"));
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          label={FIELD_LABELS.userName}
          value={form.userName}
          error={messageOf(shown("userName"))}
          data-autofocus={suspects.length === 0 || suspects[0] === "userName" || undefined}
          onChange={(event) => set("userName", event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Select
          label={FIELD_LABELS.securityLevel}
          data={LEVELS.map((value) => ({ value, label: LEVEL_LABELS[value] }))}
          value={form.securityLevel}
          error={messageOf(shown("securityLevel"))}
          allowDeselect={false}
          onChange={(value) => set("securityLevel", value ?? form.securityLevel)}
        />
        {fields.includes("authProtocol") ? (
          <>
            <ProtocolField {...props} field="authProtocol" protocols={AUTH_PROTOCOLS} />
            <SecretField {...props} field="authPassword" focused={suspects[0] === "authPassword"} />
          </>
        ) : null}
        {fields.includes("privProtocol") ? (
          <>
            <ProtocolField {...props} field="privProtocol" protocols={PRIV_PROTOCOLS} />
            <SecretField {...props} field="privPassword" focused={suspects[0] === "privPassword"} />
          </>
        ) : null}
      </SimpleGrid>
      {form.privProtocol.startsWith("AES") &&
      form.privProtocol !== "AES" &&
      fields.includes("privProtocol") ? (
        <Text size="xs" c="dimmed">
          There are two ways to make keys this long. Cisco devices use the one marked so.
        </Text>
      ) : null}
      {more ? (
        <TextInput
          label={FIELD_LABELS.contextName}
          description="Empty on nearly all devices."
          value={form.contextName}
          error={messageOf(shown("contextName"))}
          onChange={(event) => set("contextName", event.currentTarget.value)}
        />
      ) : (
        <Button variant="subtle" size="compact-xs" w="fit-content" onClick={() => setMore(true)}>
          Context name …
        </Button>
      )}
    </>
  );
}

function ProtocolField({
  form,
  set,
  shown,
  field,
  protocols,
}: FieldProps & { readonly field: "authProtocol" | "privProtocol"; readonly protocols: readonly string[] }) {
  const complaint = shown(field);
  return (
    <Select
      label={FIELD_LABELS[field]}
      data={protocols.map((value) => ({ value, label: PROTOCOL_LABELS[value] ?? value }))}
      value={form[field]}
      description={complaint?.isHint === true ? complaint.text : undefined}
      inputWrapperOrder={["label", "input", "description", "error"]}
      error={complaint?.isHint === false ? complaint.text : undefined}
      allowDeselect={false}
      onChange={(value) => set(field, value ?? form[field])}
    />
  );
}

/** A stored secret shows as an empty field that says so. */
export function SecretField({
  form,
  set,
  shown,
  field,
  focused = false,
}: FieldProps & {
  readonly field: "community" | "authPassword" | "privPassword";
  readonly focused?: boolean;
}) {
  const complaint = shown(field);
  const isStored = form[field] === SECRET_MASK;
  return (
    <PasswordInput
      label={FIELD_LABELS[field]}
      value={isStored ? "" : form[field]}
      placeholder={isStored ? "stored; type to replace it" : undefined}
      description={complaint?.isHint === true ? complaint.text : undefined}
      inputWrapperOrder={["label", "input", "description", "error"]}
      error={complaint?.isHint === false ? complaint.text : undefined}
      data-autofocus={focused || undefined}
      onChange={(event) => set(field, event.currentTarget.value)}
      autoComplete="new-password"
      spellCheck={false}
      visibilityToggleButtonProps={{
        "aria-label": `Show or hide the ${FIELD_LABELS[field].toLowerCase()}`,
        tabIndex: 0,
      }}
    />
  );
}
