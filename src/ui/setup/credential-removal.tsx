import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { remove } from "../api/client.ts";
import { ConfigurationLinks } from "../parts/configuration-links.tsx";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { credentialPath, useRefresh } from "./setup-api.ts";
import type { CredentialUse } from "./uses.ts";

export interface CredentialRemovalProps {
  readonly credential: Credential;
  readonly uses: readonly CredentialUse[];
  readonly onClose: () => void;
}

/** Removes a credential that nobody uses, or says who does. */
export function CredentialRemoval({ credential, uses, onClose }: CredentialRemovalProps) {
  const refresh = useRefresh();
  const [state, setState] = useState<unknown>();
  const { name, usedBy } = credential;
  const isUsed = usedBy > 0;
  const removeIt = async (): Promise<void> => {
    setState("busy");
    try {
      await remove(credentialPath(name));
      await refresh();
      onClose();
    } catch (error) {
      setState(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`Delete ${name}`} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        {isUsed ? (
          <Notice tone="warning" title={`${counted(usedBy, "device uses", "devices use")} it`}>
            <Text size="sm">
              Give them another credential first. On the page Configurations you can do that for many at once.
            </Text>
            <ConfigurationLinks list={uses} note={devicesOf} />
          </Notice>
        ) : (
          <Text size="sm">
            No device uses it. Its earlier versions are kept, so it can be put back by the API.
          </Text>
        )}
        {state === undefined || state === "busy" ? null : (
          <Notice title="It was not deleted" failure={state}>
            <ConfigurationLinks list={uses} note={devicesOf} />
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {isUsed ? null : (
            <Button color="red" loading={state === "busy"} onClick={() => void removeIt()}>
              Delete {name}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const devicesOf = ({ devices }: CredentialUse): string => `, ${counted(devices, "device")}`;
