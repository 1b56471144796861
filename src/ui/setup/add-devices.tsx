import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Targets } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { hostOf } from "./hosts.ts";
import { textRows } from "./text-rows.ts";

export interface AddDevicesProps {
  readonly names: readonly string[];
  readonly suggested: string | undefined;
  readonly onAdd: (
    places: readonly { readonly host: string; readonly port: number }[],
    credential: string,
  ) => void;
  readonly onClose: () => void;
}

/** Adds devices to a configuration, all with one credential. */
export function AddDevices({ names, suggested, onAdd, onClose }: AddDevicesProps) {
  const [text, setText] = useState("");
  const [credential, setCredential] = useState<string | null>(suggested ?? names[0] ?? null);
  const [state, setState] = useState<unknown>();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const add = async (): Promise<void> => {
    setState("busy");
    try {
      const targets = await post<Targets>("/api/snmpgate/onboarding/targets", { targets: text, all: true });
      setState(undefined);
      if (targets.problems.length > 0) return setProblems(targets.problems);
      onAdd(targets.devices?.map(({ target, port }) => hostOf({ target, port })) ?? [], credential!);
    } catch (error) {
      setState(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Add devices" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="sm">
        <Textarea
          label="Addresses"
          description="IP addresses, names, ranges and networks; with :port where it is not 161."
          rows={textRows(text, 4, 12)}
          spellCheck={false}
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblems([]);
          }}
        />
        <Select
          label="Credential"
          data={[...names]}
          allowDeselect={false}
          value={credential}
          onChange={setCredential}
        />
        <Text size="xs" c="dimmed">
          They are not tested here. “Add devices” on the page Set up tests them first.
        </Text>
        {problems.map((problem) => (
          <Notice key={problem} tone="warning">
            {problem}
          </Notice>
        ))}
        {state === undefined || state === "busy" ? null : <Notice failure={state} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={state === "busy"}
            disabled={text.trim() === "" || credential === null}
            onClick={() => void add()}
          >
            Add
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
