import { Button, Group, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { User } from "../../api/contract/index.ts";
import { get, put, remove } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import type { Sort } from "../parts/table-sort.ts";
import classes from "./access.module.css";
import { Confirm } from "./confirm.tsx";
import { NewUser } from "./new-user.tsx";
import { ResetPassword } from "./reset-password.tsx";
import { type Asked, userColumns } from "./user-columns.tsx";

const PATH = "/api/snmpgate/users";
export const USERS_KEY = ["users"] as const;

export const userPath = (name: string): string => `${PATH}/${encodeURIComponent(name)}`;

/** The users: who they are, what they may do, and whether they may come in. */
export function UsersTab() {
  const client = useQueryClient();
  const { can, who } = useSession();
  const mayWrite = can("users.write");
  const users = useQuery({
    queryKey: USERS_KEY,
    queryFn: ({ signal }) => get<{ users: readonly User[] }>(PATH, { signal }),
  });
  const [sort, setSort] = useState<Sort>({ key: "name", descending: false });
  const [asked, setAsked] = useState<Asked>();
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: USERS_KEY });
  const change = useMutation({
    mutationFn: ({ name, ...wanted }: Partial<User> & { readonly name: string }) =>
      put<User>(userPath(name), wanted),
    onSettled: refresh,
  });
  const columns = useMemo(
    () =>
      userColumns({
        own: who?.user,
        mayWrite,
        setRole: (name, role) => change.mutate({ name, role }),
        enable: (name) => change.mutate({ name, disabled: false }),
        ask: setAsked,
      }),
    [who?.user, mayWrite, change.mutate],
  );
  const close = (): void => setAsked(undefined);
  return (
    <Stack gap="sm">
      <Group justify="flex-end">
        <Button
          leftSection={<IconPlus size={16} />}
          disabled={!mayWrite}
          title={mayWrite ? undefined : "This takes the role admin"}
          onClick={() => setAsked({ what: "new" })}
        >
          Add user
        </Button>
      </Group>
      {users.isError ? <Notice failure={users.error} onRetry={() => void users.refetch()} /> : null}
      {change.isError ? <Notice failure={change.error} onClose={() => change.reset()} /> : null}
      <div className={classes["wide"]}>
        <DataTable
          label="Users"
          rows={users.data?.users ?? []}
          columns={columns}
          rowKey={({ name }) => name}
          sort={sort}
          onSort={setSort}
          rowHeight={42}
          empty={users.isPending ? "Loading …" : "No users"}
        />
      </div>
      {asked?.what === "new" ? <NewUser onClose={close} onDone={refresh} /> : null}
      {asked?.what === "password" ? <ResetPassword user={asked.user.name} onClose={close} /> : null}
      {asked?.what === "disable" ? (
        <Confirm
          title={`Disable ${asked.user.name}?`}
          action="Disable"
          onClose={close}
          work={() => put(userPath(asked.user.name), { disabled: true }).then(refresh)}
        >
          Open sessions end at once, and nobody signs in with this name until it is enabled again. API tokens
          stay.
        </Confirm>
      ) : null}
      {asked?.what === "remove" ? (
        <Confirm
          title={`Remove ${asked.user.name}?`}
          action="Remove"
          onClose={close}
          work={() => remove(userPath(asked.user.name)).then(refresh)}
        >
          Open sessions end at once. What the user set up stays, and so do API tokens.
        </Confirm>
      ) : null}
    </Stack>
  );
}
