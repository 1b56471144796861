import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Notice } from "../parts/notice.tsx";

export interface ConfirmProps {
  /** The question: `Remove ops?` */
  readonly title: string;
  /** What is on the button: the same verb. */
  readonly action: string;
  /** What comes of it. */
  readonly children: ReactNode;
  readonly work: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back; stays open with the reason when it was refused. */
export function Confirm({ title, action, children, work, onClose }: ConfirmProps) {
  const doing = useMutation({ mutationFn: work, onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <Text size="sm">{children}</Text>
        {doing.isError ? <Notice failure={doing.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep
          </Button>
          <Button color="red" loading={doing.isPending} onClick={() => doing.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
