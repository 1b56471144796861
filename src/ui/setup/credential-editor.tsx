import { Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { Notice } from "../parts/notice.tsx";
import type { Complaint } from "./credential-complaints.ts";
import { messageOf, SecretField, UsmFields } from "./credential-fields.tsx";
import { type CredentialField, TYPES } from "./credential-form.ts";
import { describeCredential, FIELD_LABELS } from "./credential-words.ts";
import { type CredentialEdit, type CredentialEditOptions, useCredentialEdit } from "./use-credential-edit.ts";

export interface CredentialEditorProps extends CredentialEditOptions {
  /** Settings that a device has refused, most likely first. */
  readonly suspects?: readonly string[] | undefined;
  readonly saveLabel?: string | undefined;
  readonly onCancel: () => void;
}

/** A credential as a form; what a device has refused is marked until it is changed. */
export function CredentialEditor(props: CredentialEditorProps) {
  const { suspects = [], saveLabel = "Save credential", onCancel } = props;
  const edit = useCredentialEdit(props);
  const { form, set, isNew } = edit;
  const shown = (field: CredentialField): Complaint | undefined =>
    edit.complaint(field) ??
    (suspects.includes(field) && !edit.isTouched(field)
      ? { text: suspicion(field, suspects), isHint: false }
      : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // One form may stand inside of another.
    event.stopPropagation();
    void edit.save();
  };
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="SNMP version"
          data={[...TYPES]}
          value={form.type}
          onChange={(type) => set("type", type)}
        />
        {form.type === "SNMPv3" ? (
          <UsmFields form={form} set={set} shown={shown} suspects={suspects} />
        ) : (
          <SecretField form={form} set={set} shown={shown} field="community" focused />
        )}
        <TextInput
          label={FIELD_LABELS.name}
          description={
            isNew
              ? "What devices refer to it by. Nobody sees the secrets again once it is saved."
              : "Secrets that you leave alone stay as they are."
          }
          value={form.name}
          disabled={!isNew}
          error={messageOf(shown("name"))}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        <Failure edit={edit} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={edit.busy} disabled={edit.theirs !== undefined}>
            {saveLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A password and its protocol cannot be told apart by what a device reports. */
function suspicion(field: CredentialField, suspects: readonly string[]): string {
  if (suspects.length < 2) return "The device says that this is wrong.";
  return suspects[0] === field
    ? "The device says that this or the protocol is wrong."
    : "The device says that this or the password is wrong.";
}

function Failure({ edit }: { readonly edit: CredentialEdit }) {
  const { failure, theirs } = edit;
  if (failure === undefined) return null;
  if (theirs === undefined) return <Notice title="It was not saved" failure={failure} />;
  return (
    <Notice tone="warning" title="Somebody changed this credential while you were editing">
      <Text size="sm">
        Now it is {describeCredential(theirs.authentication)}; secrets may be others, too.
      </Text>
      <Group gap="xs" mt="xs">
        <Button onClick={() => void edit.saveOverTheirs()}>Save my changes on top</Button>
        <Button variant="light" onClick={edit.takeTheirs}>
          Take theirs
        </Button>
      </Group>
    </Notice>
  );
}
