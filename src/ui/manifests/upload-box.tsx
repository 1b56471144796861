import { Button, Checkbox, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import type { Extension, Finding } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { countFindings } from "./editor/finding-range.ts";
import { FindingsList } from "./editor/findings-list.tsx";
import { activate, install, useRefreshManifests } from "./manifest-api.ts";
import classes from "./upload-box.module.css";

/** A file that was looked at, and not yet installed. */
interface Looked {
  readonly file: File;
  readonly content: Blob | string;
  readonly extension: Extension | undefined;
  readonly findings: readonly Finding[];
  readonly failure: unknown;
}

const isText = ({ name, type }: File): boolean => /\.ya?ml$/i.test(name) || type.startsWith("text/");

/** Checks first: what is wrong is said with its lines, and nothing is installed by dropping a file alone. */
async function lookAt(file: File): Promise<Looked> {
  const content = isText(file) ? await file.text() : file;
  const findings = typeof content === "string" ? await findingsOf(content) : [];
  const { error: errors } = countFindings(findings);
  if (errors > 0) {
    const failure = new Error(
      `It has ${errors === 1 ? "an error" : `${errors} errors`}. Mend what is said below, and choose it again.`,
    );
    return { file, content, findings, extension: undefined, failure };
  }
  try {
    return {
      file,
      content,
      findings,
      extension: await install(content, { validateOnly: true }),
      failure: undefined,
    };
  } catch (failure) {
    return { file, content, findings, extension: undefined, failure };
  }
}

async function findingsOf(text: string): Promise<readonly Finding[]> {
  const answer = await post<{ readonly findings: readonly Finding[] }>(
    "/api/snmpgate/manifests/check",
    text,
    {
      contentType: "text/yaml",
    },
  );
  return answer.findings;
}

/** Takes an extension.yaml or a package, by drag and drop or from the disk. */
export function UploadBox() {
  const { can } = useSession();
  const [over, setOver] = useState(false);
  const [done, setDone] = useState<string>();
  const look = useMutation({ mutationFn: lookAt, onMutate: () => setDone(undefined) });
  if (!can("extensions.write")) return null;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) look.mutate(file);
  };
  return (
    <Stack gap="xs" mb="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={classes["box"]}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Text size="sm">Drop an extension.yaml or a package (zip) here, or</Text>
        <FileButton onChange={(file) => file !== null && look.mutate(file)} accept=".yaml,.yml,.zip">
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={15} />}
              loading={look.isPending}
            >
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      {look.error === null ? null : <Notice failure={look.error} title="The file could not be read" />}
      {done === undefined ? null : (
        <Notice tone="ok" onClose={() => setDone(undefined)}>
          {done}
        </Notice>
      )}
      {look.data === undefined || done !== undefined ? null : (
        <LookedAt
          key={`${look.data.file.name} ${look.submittedAt}`}
          looked={look.data}
          onDone={setDone}
          onCancel={() => look.reset()}
        />
      )}
    </Stack>
  );
}

function LookedAt({
  looked: { file, content, extension, findings, failure },
  onDone,
  onCancel,
}: {
  readonly looked: Looked;
  readonly onDone: (what: string) => void;
  readonly onCancel: () => void;
}) {
  const { can } = useSession();
  const refresh = useRefreshManifests();
  const [active, setActive] = useState(can("extensionEnvironment.write"));
  const send = useMutation({
    mutationFn: async () => {
      const { extensionName, version } = await install(content, { validateOnly: false });
      if (active) await activate(extensionName, version);
      return `${extensionName} ${version} is installed${active ? " and active" : ""}.`;
    },
    onSuccess: (what) => {
      void refresh();
      onDone(what);
    },
  });
  return (
    <div className={classes["looked"]}>
      <Text fw={600} size="sm">
        {file.name}
        {extension === undefined
          ? ""
          : `: ${extension.extensionName} ${extension.version} by ${extension.author.name}`}
      </Text>
      {failure === undefined ? null : <Notice failure={failure} title="It cannot be installed" />}
      {findings.length === 0 ? null : (
        <div className={classes["findings"]}>
          <FindingsList findings={findings} />
        </div>
      )}
      {send.error === null ? null : <Notice failure={send.error} title="It was not installed" />}
      <Group gap="sm">
        {extension === undefined ? null : (
          <>
            <Button loading={send.isPending} onClick={() => send.mutate()}>
              Install
            </Button>
            <Checkbox
              size="xs"
              label="Make it the active version"
              checked={active}
              disabled={!can("extensionEnvironment.write")}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          </>
        )}
        <Button variant="default" onClick={onCancel}>
          {extension === undefined ? "Close" : "Cancel"}
        </Button>
      </Group>
    </div>
  );
}
