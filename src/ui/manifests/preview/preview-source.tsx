import {
  ActionIcon,
  Button,
  FileButton,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUpload, IconX } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Credential, Device, Recording } from "../../../api/contract/index.ts";
import { get } from "../../api/client.ts";
import { useSession } from "../../app/session.tsx";
import type { PreviewChoice, SourceKind } from "./preview-choice.ts";

interface Props {
  readonly choice: PreviewChoice;
  readonly onChange: (choice: PreviewChoice) => void;
}

const KINDS: { readonly value: SourceKind; readonly label: string }[] = [
  { value: "recording", label: "Recording" },
  { value: "device", label: "Polled device" },
  { value: "address", label: "Address" },
];

/** From what the preview is made. */
export function PreviewSource({ choice, onChange }: Props) {
  return (
    <Group gap="xs" align="center" wrap="wrap">
      <SegmentedControl
        aria-label="What the preview is made from"
        data={KINDS}
        value={choice.kind}
        onChange={(kind) => onChange({ ...choice, kind })}
      />
      {choice.kind === "recording" ? <RecordingChoice choice={choice} onChange={onChange} /> : null}
      {choice.kind === "device" ? <DeviceChoice choice={choice} onChange={onChange} /> : null}
      {choice.kind === "address" ? <AddressChoice choice={choice} onChange={onChange} /> : null}
    </Group>
  );
}

export function useRecordings() {
  return useQuery({
    queryKey: ["recordings"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      get<{ readonly recordings: readonly Recording[] }>("/api/snmpgate/recordings", { signal }),
    select: ({ recordings }) => recordings,
  });
}

function RecordingChoice({ choice, onChange }: Props) {
  const { data = [] } = useRecordings();
  const { file, recording } = choice;
  const described = data.find(({ name }) => name === recording);
  const upload = async (chosen: File | null): Promise<void> => {
    if (chosen !== null) onChange({ ...choice, file: { name: chosen.name, text: await chosen.text() } });
  };
  if (file !== undefined) {
    return (
      <Group gap={4} wrap="nowrap">
        <TextInput aria-label="Uploaded recording" readOnly value={file.name} w={200} />
        <ActionIcon
          aria-label="Remove the uploaded recording"
          onClick={() => onChange({ ...choice, file: undefined })}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
    );
  }
  return (
    <Group gap={4} wrap="nowrap">
      <Tooltip label={described?.description ?? "Choose a recording"} disabled={described === undefined}>
        <Select
          aria-label="Recording"
          placeholder="Choose a recording"
          data={data.map(({ name }) => name)}
          value={recording ?? null}
          allowDeselect={false}
          onChange={(name) => onChange({ ...choice, recording: name ?? undefined })}
          w={170}
        />
      </Tooltip>
      <FileButton onChange={(chosen) => void upload(chosen)} accept=".snmprec,text/plain">
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconUpload size={14} />}>
            .snmprec
          </Button>
        )}
      </FileButton>
    </Group>
  );
}

function DeviceChoice({ choice, onChange }: Props) {
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text, 200);
  const isName = wanted === choice.device || wanted.includes(" · ");
  const { data } = useQuery({
    queryKey: ["preview-devices", isName ? "" : wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<{ readonly devices: readonly Device[] }>("/api/snmpgate/devices", {
        query: { pageSize: 50, text: isName || wanted === "" ? undefined : wanted },
        signal,
      }),
  });
  const options = new Map(data?.devices.map((device) => [device.id, labelOf(device)]));
  const { device } = choice;
  if (device !== undefined && !options.has(device)) options.set(device, device);
  return (
    <Select
      aria-label="Device"
      placeholder="Choose a device"
      searchable
      data={[...options].map(([value, label]) => ({ value, label }))}
      filter={({ options: all }) => all}
      value={device ?? null}
      onSearchChange={setText}
      onChange={(id) => onChange({ ...choice, device: id ?? undefined })}
      nothingFoundMessage="No such device is polled"
      w={280}
    />
  );
}

function labelOf({ id, sysName, name }: Device): string {
  const known = sysName ?? (name === id ? undefined : name);
  return known === undefined || known === "" ? id : `${known} · ${id}`;
}

function AddressChoice({ choice, onChange }: Props) {
  const { can } = useSession();
  const { data = [] } = useQuery({
    queryKey: ["preview-credentials"],
    enabled: can("credentials.read"),
    queryFn: ({ signal }) =>
      get<{ readonly credentials: readonly Credential[] }>("/api/snmpgate/credentials", { signal }),
    select: ({ credentials }) => credentials.map(({ name }) => name),
  });
  return (
    <Group gap={4} wrap="wrap">
      <TextInput
        aria-label="Address or name"
        placeholder="192.0.2.10"
        value={choice.host}
        onChange={(event) => onChange({ ...choice, host: event.currentTarget.value })}
        w={140}
      />
      <NumberInput
        aria-label="Port"
        min={1}
        max={65_535}
        value={choice.port}
        onChange={(port) => onChange({ ...choice, port: Number(port) || 161 })}
        hideControls
        w={64}
      />
      <Select
        aria-label="Credential"
        placeholder={data.length === 0 ? "No credentials yet" : "Credential"}
        data={data}
        value={choice.credential ?? null}
        onChange={(name) => onChange({ ...choice, credential: name ?? undefined })}
        nothingFoundMessage="Create one in Set up"
        w={150}
      />
    </Group>
  );
}
