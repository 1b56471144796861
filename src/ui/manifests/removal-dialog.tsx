import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { remove } from "../api/client.ts";
import { ConfigurationLinks } from "../parts/configuration-links.tsx";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import type { Users } from "./extension-facts.ts";
import { useRefreshManifests, versionPath } from "./manifest-api.ts";

export interface RemovalDialogProps {
  readonly name: string;
  readonly version: string;
  readonly active: boolean;
  readonly users: Users;
  readonly onClose: () => void;
}

/** Takes away a version that nobody uses, or says who does. */
export function RemovalDialog({ name, version, active, users, onClose }: RemovalDialogProps) {
  const refresh = useRefreshManifests();
  const removal = useMutation({
    mutationFn: () => remove(versionPath(name, version)),
    onSuccess: () => {
      void refresh();
      onClose();
    },
  });
  const isUsed = users.configurations > 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete ${name} ${version}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        {isUsed ? (
          <InUse users={users} />
        ) : (
          <Text size="sm">
            Its text is kept under Earlier texts of the same version, should it be installed again.
            {active ? " It is the active version: none is active afterwards." : ""}
          </Text>
        )}
        {removal.error === null ? null : <Notice failure={removal.error} title="It stays" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {isUsed ? "Close" : "Cancel"}
          </Button>
          {isUsed ? null : (
            <Button color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
              Delete
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function InUse({ users: { configurations, list } }: { readonly users: Users }) {
  return (
    <Notice tone="warning" title={counted(configurations, "configuration uses it", "configurations use it")}>
      <Text size="sm">
        Give {configurations === 1 ? "it" : "them"} another version first: in Set up, select and choose Edit,
        Version of the manifest.
      </Text>
      <ConfigurationLinks list={list} />
    </Notice>
  );
}
