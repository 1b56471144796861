import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { User } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { PasswordFields } from "./password-fields.tsx";
import { ROLE_WORDS, ROLES, type Role } from "./role-words.ts";

const NAME = /^[\w.@-]{1,64}$/;

export interface NewUserProps {
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

export function NewUser({ onClose, onDone }: NewUserProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [password, setPassword] = useState<string | undefined>();
  const create = useMutation({
    mutationFn: () => post<User>("/api/snmpgate/users", { name, role, password }),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
  });
  const isName = NAME.test(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Add user" centered closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            data-autofocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={
              name !== "" && !isName
                ? "Letters, digits, dots, hyphens, underscores or @; at most 64"
                : undefined
            }
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group
            label="Role"
            value={role}
            onChange={(value) => setRole(ROLES.find((one) => one === value) ?? role)}
          >
            <Stack gap={6} mt={4}>
              {ROLES.map((one) => (
                <Radio
                  key={one}
                  size="xs"
                  value={one}
                  label={ROLE_WORDS[one].label}
                  description={ROLE_WORDS[one].about}
                />
              ))}
            </Stack>
          </Radio.Group>
          <PasswordFields user={name} onChange={setPassword} />
          {create.isError ? <Notice failure={create.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!isName || password === undefined}>
              Add user
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
