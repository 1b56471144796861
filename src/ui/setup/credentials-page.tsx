import { ActionIcon, Badge, Button, Group, Menu, Skeleton, Text, TextInput } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Credential } from "../../api/contract/index.ts";
import { useSession } from "../app/session.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { useQueryState } from "../parts/query-state.ts";
import { Needs, ScopeButton, ScopeNotice } from "../parts/scope.tsx";
import { parseSort, sortText } from "../parts/table-sort.ts";
import { CredentialDialog, type CredentialDialogProps } from "./credential-dialog.tsx";
import { CredentialRemoval } from "./credential-removal.tsx";
import { CredentialTrial } from "./credential-trial.tsx";
import { CredentialVersions } from "./credential-versions.tsx";
import { describeCredential } from "./credential-words.ts";
import { useCredentials, useSummaries } from "./setup-api.ts";
import { SetupHeader } from "./setup-header.tsx";
import { type CredentialUses, usesOf } from "./uses.ts";
import classes from "./verdict-table.module.css";

/** What is open beside the list. */
type Opened =
  | { readonly what: "trial" | "versions" | "removal"; readonly credential: Credential }
  | undefined;

/** Named credentials: who uses them, and everything that can be done with one. */
export default function CredentialsPage() {
  return (
    <Needs scope="credentials.read" what="see the credentials">
      <Page />
    </Needs>
  );
}

function Page() {
  const credentials = useCredentials();
  const summaries = useSummaries();
  const [editing, setEditing] = useState<CredentialDialogProps["open"]>();
  const [opened, setOpened] = useState<Opened>();
  const [read, change] = useQueryState();
  const all = credentials.data ?? [];
  const uses = useMemo(() => usesOf(summaries.data ?? []), [summaries.data]);
  const text = read("text") ?? "";
  const shown = useMemo(() => all.filter((one) => matches(one, text)), [all, text]); // oxlint-disable-line react-hooks/exhaustive-deps -- all is the data
  const columns = useMemo(
    () => columnsOf(uses, { onEdit: (credential) => setEditing({ credential }), onOpen: setOpened }),
    [uses],
  );
  const close = (): void => setOpened(undefined);
  const add = (
    <ScopeButton
      scope="credentials.write"
      variant="default"
      leftSection={<IconPlus size={16} />}
      onClick={() => setEditing({ credential: "new" })}
    >
      New credential
    </ScopeButton>
  );
  return (
    <>
      <SetupHeader actions={add} />
      <ScopeNotice scope="credentials.write" what="change credentials" />
      {credentials.isError ? (
        <Notice failure={credentials.error} onRetry={() => void credentials.refetch()} />
      ) : null}
      {credentials.isPending ? <Skeleton h={200} /> : null}
      {credentials.isSuccess && all.length === 0 ? (
        <EmptyState title="No credentials yet">
          <Text size="sm">
            A credential has a name, devices refer to it, and nobody sees its secrets again.
          </Text>
        </EmptyState>
      ) : null}
      {all.length === 0 ? null : (
        <>
          <TextInput
            aria-label="Search credentials"
            placeholder="Name, user or protocol"
            w={280}
            maw="100%"
            mb="xs"
            value={text}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
          <DataTable
            label="Credentials"
            rows={shown}
            columns={columns}
            rowKey={byName}
            sort={parseSort(read("sort"), FIRST_SORT)}
            onSort={(sort) => change({ sort: sortText(sort) })}
            onOpen={(credential) => setEditing({ credential })}
            rowHeight={46}
            measured
            empty="No credential like that"
          />
        </>
      )}
      <CredentialDialog
        open={editing}
        taken={all.map(({ name }) => name)}
        onSaved={() => setEditing(undefined)}
        onClose={() => setEditing(undefined)}
      />
      {opened?.what === "trial" ? (
        <CredentialTrial
          credential={opened.credential}
          onClose={close}
          onEdit={(suspects) => {
            close();
            setEditing({ credential: opened.credential, suspects });
          }}
        />
      ) : null}
      {opened?.what === "versions" ? (
        <CredentialVersions credential={opened.credential} onClose={close} />
      ) : null}
      {opened?.what === "removal" ? (
        <CredentialRemoval
          credential={opened.credential}
          uses={uses.get(opened.credential.name) ?? []}
          onClose={close}
        />
      ) : null}
    </>
  );
}

const FIRST_SORT = { key: "name", descending: false };
const byName = ({ name }: Credential): string => name;

const matches = ({ name, authentication }: Credential, text: string): boolean =>
  `${name} ${describeCredential(authentication)}`.toLowerCase().includes(text.toLowerCase());

interface Actions {
  readonly onEdit: (credential: Credential) => void;
  readonly onOpen: (opened: Opened) => void;
}

function columnsOf(uses: CredentialUses, actions: Actions): readonly Column<Credential>[] {
  return [
    {
      key: "name",
      header: "Name",
      width: "30%",
      sortValue: ({ name }) => name,
      render: ({ name, authentication }) => (
        <>
          <span className={classes["cell"]}>{name}</span>
          <span className={classes["second"]}>{describeCredential(authentication)}</span>
        </>
      ),
    },
    {
      key: "usedBy",
      header: "Devices",
      width: "80px",
      align: "right",
      sortValue: ({ usedBy }) => usedBy,
      render: ({ usedBy }) => (usedBy === 0 ? <Badge color="gray">none</Badge> : usedBy),
    },
    {
      key: "uses",
      header: "Used in",
      render: ({ name }) => (uses.get(name) ?? []).map(({ description }) => description).join(", ") || "–",
    },
    {
      key: "actions",
      header: "",
      width: "150px",
      align: "right",
      render: (credential) => <RowActions credential={credential} {...actions} />,
    },
  ];
}

function RowActions({ credential, onEdit, onOpen }: Actions & { readonly credential: Credential }) {
  const { can } = useSession();
  const may = can("credentials.write");
  const { name } = credential;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        variant="light"
        size="compact-sm"
        disabled={!can("extensionConfigurations.write")}
        aria-label={`Test ${name}`}
        onClick={() => onOpen({ what: "trial", credential })}
      >
        Test
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`More for ${name}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={!may} onClick={() => onEdit(credential)}>
            Edit
          </Menu.Item>
          <Menu.Item onClick={() => onOpen({ what: "versions", credential })}>Earlier versions</Menu.Item>
          <Menu.Item disabled={!may} color="red" onClick={() => onOpen({ what: "removal", credential })}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
