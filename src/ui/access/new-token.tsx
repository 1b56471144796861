import { Button, Checkbox, Code, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { CopyText } from "../parts/copy-text.tsx";
import { Notice } from "../parts/notice.tsx";
import classes from "./access.module.css";
import { SCOPE_GROUPS, SCOPE_PRESETS, type Scope } from "./scope-words.ts";

interface Created {
  readonly id: string;
  readonly token: string;
}

export interface NewTokenProps {
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

/** Makes a token; afterwards shows it, this once. */
export function NewToken({ onClose, onDone }: NewTokenProps) {
  const [created, setCreated] = useState<Created>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={created === undefined ? "Create token" : "Token created"}
      size="lg"
      centered
      closeOnClickOutside={created === undefined}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {created === undefined ? (
        <TokenForm
          onCancel={onClose}
          onCreated={(made) => {
            setCreated(made);
            void onDone();
          }}
        />
      ) : (
        <Stack gap="sm">
          <Notice tone="warning" title="Copy it now">
            The token is shown this once. Whoever has it may do what its scopes say.
          </Notice>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <Code block className={classes["token"]}>
              {created.token}
            </Code>
            <CopyText text={created.token} what="token" />
          </Group>
          <Group justify="flex-end">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

const EXPIRIES = [
  { value: "now+7d", label: "In 7 days" },
  { value: "now+30d", label: "In 30 days" },
  { value: "now+90d", label: "In 90 days" },
  { value: "now+1y", label: "In a year" },
  { value: "never", label: "Never" },
];

function TokenForm({
  onCancel,
  onCreated,
}: {
  readonly onCancel: () => void;
  readonly onCreated: (made: Created) => void;
}) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [expiry, setExpiry] = useState("now+90d");
  const create = useMutation({
    mutationFn: () =>
      post<Created>("/api/v2/apiTokens", {
        name: name.trim(),
        scopes,
        ...(expiry === "never" ? {} : { expirationDate: expiry }),
      }),
    onSuccess: onCreated,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group grow align="flex-start" className={classes["fields"]}>
          <TextInput
            label="Name"
            placeholder="grafana"
            description="Which program uses it"
            maxLength={100}
            data-autofocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label="Expires"
            description="It is refused from then on"
            data={EXPIRIES}
            value={expiry}
            allowDeselect={false}
            onChange={(value) => setExpiry(value ?? expiry)}
          />
        </Group>
        <ScopeChoice scopes={scopes} onChange={setScopes} />
        {create.isError ? <Notice failure={create.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={name.trim() === "" || scopes.length === 0}
          >
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ScopeChoiceProps {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}

/** What the token may do: by purpose, or each by itself. Nobody gives away what they may not do. */
function ScopeChoice({ scopes, onChange }: ScopeChoiceProps) {
  const { can } = useSession();
  return (
    <Checkbox.Group
      label="What it may do"
      value={[...scopes]}
      onChange={(values) =>
        onChange(
          SCOPE_GROUPS.flatMap((group) =>
            group.scopes.map(({ scope }) => scope).filter((scope) => values.includes(scope)),
          ),
        )
      }
    >
      <Group gap="xs" my="xs">
        <Text size="xs" c="dimmed">
          Usual choices
        </Text>
        {SCOPE_PRESETS.map((preset) => (
          <Button
            key={preset.label}
            variant="default"
            size="compact-xs"
            disabled={!preset.scopes.every(can)}
            onClick={() => onChange(preset.scopes)}
          >
            {preset.label}
          </Button>
        ))}
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={scopes.length === 0}
          onClick={() => onChange([])}
        >
          Clear
        </Button>
      </Group>
      <div className={classes["scopes"]}>
        {SCOPE_GROUPS.map((group) => (
          <fieldset key={group.label} className={classes["group"]}>
            <legend>{group.label}</legend>
            {group.scopes.map(({ scope, about }) => (
              <Checkbox
                key={scope}
                size="xs"
                value={scope}
                label={about}
                description={scope}
                disabled={!can(scope)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  );
}
