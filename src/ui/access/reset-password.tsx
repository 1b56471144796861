import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { put } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { PasswordFields } from "./password-fields.tsx";

export interface ResetPasswordProps {
  readonly user: string;
  readonly onClose: () => void;
}

/** Sets the password of somebody who forgot it. */
export function ResetPassword({ user, onClose }: ResetPasswordProps) {
  const [password, setPassword] = useState<string | undefined>();
  const reset = useMutation({
    mutationFn: () => put(`/api/snmpgate/users/${encodeURIComponent(user)}`, { password }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`New password for ${user}`}
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">Open sessions of {user} end, and the old password is no longer taken.</Text>
          <PasswordFields user={user} onChange={setPassword} />
          {reset.isError ? <Notice failure={reset.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={reset.isPending} disabled={password === undefined}>
              Set password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
