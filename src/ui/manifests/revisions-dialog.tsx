import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ExtensionRevision } from "../../api/contract/index.ts";
import { get, post } from "../api/client.ts";
import { ownVersionUrl } from "../api/paths.ts";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import { TextDiff } from "../parts/text-diff.tsx";
import { When } from "../parts/when.tsx";
import { byWords } from "../setup/by-words.ts";
import { useManifestText, useRefreshManifests, useRevisions } from "./manifest-api.ts";

interface Props {
  readonly name: string;
  readonly version: string;
  readonly onClose: () => void;
}

/** What a version held before its file was changed, with what differs, and the way back. */
export function RevisionsDialog({ name, version, onClose }: Props) {
  const { data: revisions, error } = useRevisions(name, version);
  const [chosen, setChosen] = useState<string>();
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={`Earlier texts of ${name} ${version}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm" mih={200}>
        {error === null ? null : <Notice failure={error} />}
        {revisions?.length === 0 ? (
          <Text size="sm">
            This version has always been what it is. A text is kept when its file is changed or removed.
          </Text>
        ) : null}
        {revisions === undefined || revisions.length === 0 ? null : (
          <RevisionTable revisions={revisions} chosen={chosen} onChoose={setChosen} />
        )}
        {chosen === undefined ? null : (
          <Comparison name={name} version={version} revision={chosen} onRestored={onClose} />
        )}
      </Stack>
    </Modal>
  );
}

function RevisionTable({
  revisions,
  chosen,
  onChoose,
}: {
  readonly revisions: readonly ExtensionRevision[];
  readonly chosen: string | undefined;
  readonly onChoose: (revision: string) => void;
}) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>In force since</Table.Th>
          <Table.Th>Made by</Table.Th>
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {revisions.map(({ revision, timestamp, by }) => (
          <Table.Tr key={revision}>
            <Table.Td>
              <When at={timestamp} />
            </Table.Td>
            <Table.Td>{byWords(by)}</Table.Td>
            <Table.Td ta="right">
              <Button variant="light" aria-pressed={chosen === revision} onClick={() => onChoose(revision)}>
                Compare
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Comparison({
  name,
  version,
  revision,
  onRestored,
}: Omit<Props, "onClose"> & { readonly revision: string; readonly onRestored: () => void }) {
  const path = `${ownVersionUrl(name, version)}/revisions/${encodeURIComponent(revision)}`;
  const refresh = useRefreshManifests();
  const current = useManifestText(name, version);
  const earlier = useQuery({
    queryKey: ["manifests", "revision", name, version, revision],
    queryFn: ({ signal }) => get<string>(`${path}/manifest`, { signal }),
  });
  const restore = useMutation({
    mutationFn: () => post(`${path}/restore`, undefined),
    onSuccess: () => {
      void refresh();
      onRestored();
    },
  });
  const failure = earlier.error ?? current.error ?? restore.error;
  return (
    <>
      {failure === null ? null : <Notice failure={failure} />}
      {earlier.data === undefined || current.data === undefined ? null : (
        <TextDiff
          before={current.data}
          after={earlier.data}
          label="Differences: − now, + once it is put back"
        />
      )}
      <Group justify="flex-end">
        <ScopeButton scope="extensions.write" loading={restore.isPending} onClick={() => restore.mutate()}>
          Put this text back
        </ScopeButton>
      </Group>
    </>
  );
}
