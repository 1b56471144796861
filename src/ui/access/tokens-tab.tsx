import { Badge, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ApiToken } from "../../api/contract/index.ts";
import { get, remove } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import type { Sort } from "../parts/table-sort.ts";
import { When } from "../parts/when.tsx";
import classes from "./access.module.css";
import { whoWords } from "./audit-words.ts";
import { Confirm } from "./confirm.tsx";
import { NewToken } from "./new-token.tsx";
import { scopeAbout } from "./scope-words.ts";

const PATH = "/api/v2/apiTokens";
const KEY = ["apiTokens"] as const;

/** Tokens for programs: what each may do, until when, and whose it is. */
export function TokensTab() {
  const client = useQueryClient();
  const { can } = useSession();
  const mayWrite = can("apiTokens.write");
  const tokens = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ apiTokens: readonly ApiToken[] }>(PATH, { signal }),
  });
  const [sort, setSort] = useState<Sort>({ key: "created", descending: true });
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken>();
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: KEY });
  const columns = useMemo(() => tokenColumns(mayWrite, setRevoking), [mayWrite]);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm">
          Programs send a token as <Code>Authorization: Api-Token …</Code>
        </Text>
        <Button
          leftSection={<IconPlus size={16} />}
          disabled={!mayWrite}
          title={mayWrite ? undefined : "This takes the role admin"}
          onClick={() => setCreating(true)}
        >
          Create token
        </Button>
      </Group>
      {tokens.isError ? <Notice failure={tokens.error} onRetry={() => void tokens.refetch()} /> : null}
      <div className={classes["wide"]}>
        <DataTable
          label="API tokens"
          rows={tokens.data?.apiTokens ?? []}
          columns={columns}
          rowKey={({ id }) => id}
          sort={sort}
          onSort={setSort}
          rowHeight={42}
          empty={tokens.isPending ? "Loading …" : "No tokens yet. Programs that send or query data need one."}
        />
      </div>
      {creating ? <NewToken onClose={() => setCreating(false)} onDone={refresh} /> : null}
      {revoking === undefined ? null : (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          action="Revoke"
          onClose={() => setRevoking(undefined)}
          work={() => remove(`${PATH}/${encodeURIComponent(revoking.id)}`).then(refresh)}
        >
          Programs that use this token are refused from now on. This cannot be taken back.
        </Confirm>
      )}
    </Stack>
  );
}

function tokenColumns(mayWrite: boolean, revoke: (token: ApiToken) => void): Column<ApiToken>[] {
  return [
    {
      key: "name",
      header: "Name",
      sortValue: ({ name }) => name,
      render: ({ name, id }) => <span title={`Public part: ${id}`}>{name}</span>,
    },
    {
      key: "scopes",
      header: "Scopes",
      width: "30%",
      sortValue: ({ scopes }) => scopes.length,
      render: ({ scopes }) => <Scopes scopes={scopes} />,
    },
    {
      key: "owner",
      header: "Created by",
      width: "120px",
      sortValue: ({ owner }) => owner,
      render: ({ owner }) => (owner === "cli" ? "command line" : whoWords(owner)),
    },
    {
      key: "created",
      header: "Created",
      width: "120px",
      sortValue: ({ creationDate }) => Date.parse(creationDate),
      render: ({ creationDate }) => <When at={Date.parse(creationDate)} />,
    },
    {
      key: "expires",
      header: "Expires",
      width: "130px",
      sortValue: ({ expirationDate }) =>
        expirationDate === undefined ? Number.POSITIVE_INFINITY : Date.parse(expirationDate),
      render: ({ enabled, expirationDate }) =>
        enabled ? (
          <When at={expirationDate === undefined ? undefined : Date.parse(expirationDate)} />
        ) : (
          <Badge color="red">Expired</Badge>
        ),
    },
    {
      key: "actions",
      header: "Actions",
      width: "90px",
      align: "right",
      render: (token) => (
        <Button
          variant="subtle"
          color="red"
          size="compact-xs"
          disabled={!mayWrite}
          onClick={() => revoke(token)}
        >
          Revoke
        </Button>
      ),
    },
  ];
}

const SHOWN_MAX = 2;

function Scopes({ scopes }: Pick<ApiToken, "scopes">) {
  const all = scopes.map((scope) => `${scope}: ${scopeAbout(scope)}`).join("\n");
  const rest = scopes.length - SHOWN_MAX;
  return (
    <span title={all}>
      {scopes.slice(0, SHOWN_MAX).join(", ")}
      {rest > 0 ? ` and ${rest} more` : ""}
    </span>
  );
}
