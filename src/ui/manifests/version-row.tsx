import { ActionIcon, Anchor, Badge, Group, Menu, Table, Text } from "@mantine/core";
import { IconDots, IconDownload, IconHistory, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { get } from "../api/client.ts";
import { ownVersionUrl } from "../api/paths.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import { counted } from "../words/counted.ts";
import { useHasDraft } from "./editor/use-draft.ts";
import { type ExtensionSummary, type Users } from "./extension-facts.ts";
import { activate, editPath, useRefreshManifests } from "./manifest-api.ts";
import { RemovalDialog } from "./removal-dialog.tsx";
import { RevisionsDialog } from "./revisions-dialog.tsx";

export interface VersionRowProps {
  readonly name: string;
  readonly extension: ExtensionSummary;
  readonly active: boolean;
  readonly users: Users;
}

type Dialog = "revisions" | "remove" | undefined;

/** One version, and what can be done with it. */
export function VersionRow({ name, extension, active, users }: VersionRowProps) {
  const { version, minDynatraceVersion, fixed } = extension;
  const [dialog, setDialog] = useState<Dialog>();
  const hasDraft = useHasDraft({ name, version });
  const refresh = useRefreshManifests();
  const makeActive = useMutation({ mutationFn: () => activate(name, version), onSuccess: refresh });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={Link} href={editPath(name, version)} size="sm" className="num">
            {version}
          </Anchor>
          {active ? (
            <Badge color="cyan" style={{ flex: "none" }}>
              active
            </Badge>
          ) : null}
          {hasDraft ? (
            <Badge
              color="yellow"
              style={{ flex: "none" }}
              title="Open it to go on. It is kept in this browser alone."
            >
              changes not installed
            </Badge>
          ) : null}
        </Group>
      </Table.Td>
      <Table.Td>{usersWords(users)}</Table.Td>
      <Table.Td className="num" ta="left">
        {minDynatraceVersion}
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {active ? null : (
            <ScopeButton
              scope="extensionEnvironment.write"
              variant="light"
              loading={makeActive.isPending}
              onClick={() => makeActive.mutate()}
            >
              Activate
            </ScopeButton>
          )}
          <VersionMenu name={name} version={version} fixed={fixed} onDialog={setDialog} />
        </Group>
        {makeActive.error === null ? null : (
          <Notice failure={makeActive.error} title="It was not activated" />
        )}
        {dialog === "revisions" ? (
          <RevisionsDialog name={name} version={version} onClose={() => setDialog(undefined)} />
        ) : null}
        {dialog === "remove" ? (
          <RemovalDialog
            name={name}
            version={version}
            active={active}
            users={users}
            onClose={() => setDialog(undefined)}
          />
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

const usersWords = ({ configurations, devices }: Users): string =>
  configurations === 0 ? "–" : `${counted(configurations, "configuration")}, ${counted(devices, "device")}`;

function VersionMenu({
  name,
  version,
  fixed,
  onDialog,
}: {
  readonly name: string;
  readonly version: string;
  readonly fixed: boolean;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  const { can } = useSession();
  const refusal = fixed
    ? "The service configuration names it: remove it there."
    : can("extensions.write")
      ? undefined
      : "Your role may only look.";
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon aria-label={`More for ${name} ${version}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={editPath(name, version)} leftSection={<IconPencil size={15} />}>
          Edit as a new version
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void download(name, version)}>
          Download the text
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory size={15} />} onClick={() => onDialog("revisions")}>
          Earlier texts
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} />}
          disabled={refusal !== undefined}
          onClick={() => onDialog("remove")}
        >
          Delete
          {refusal === undefined ? null : (
            <Text size="xs" c="dimmed">
              {refusal}
            </Text>
          )}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function download(name: string, version: string): Promise<void> {
  const text = await get<string>(`${ownVersionUrl(name, version)}/manifest`);
  const url = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(":", "_")}-${version}.yaml`;
  link.click();
  URL.revokeObjectURL(url);
}
