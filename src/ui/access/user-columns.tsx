import { Badge, Button, Group, Select } from "@mantine/core";
import type { User } from "../../api/contract/index.ts";
import type { Column } from "../parts/data-table.tsx";
import { When } from "../parts/when.tsx";
import { ROLE_WORDS, ROLES, type Role } from "./role-words.ts";

/** What somebody wants to do, and is asked about first. */
export type Asked =
  | { readonly what: "password" | "remove" | "disable"; readonly user: User }
  | { readonly what: "new" };

export interface UserActions {
  readonly own: string | undefined;
  readonly mayWrite: boolean;
  readonly setRole: (name: string, role: Role) => void;
  readonly enable: (name: string) => void;
  readonly ask: (asked: Asked) => void;
}

/** Nobody changes their own role, nor shuts themselves out. */
export function userColumns({ own, mayWrite, setRole, enable, ask }: UserActions): Column<User>[] {
  return [
    {
      key: "name",
      header: "Name",
      sortValue: ({ name }) => name,
      render: ({ name }) => (
        <>
          {name} {name === own ? <Badge color="gray">you</Badge> : null}
        </>
      ),
    },
    {
      key: "role",
      header: "Role",
      width: "150px",
      sortValue: ({ role }) => ROLES.indexOf(role),
      render: ({ name, role }) => (
        <Select
          aria-label={`Role of ${name}`}
          title={ROLE_WORDS[role].about}
          data={ROLES.map((value) => ({ value, label: ROLE_WORDS[value].label }))}
          value={role}
          allowDeselect={false}
          disabled={!mayWrite || name === own}
          onChange={(value) => {
            const next = ROLES.find((one) => one === value);
            if (next !== undefined && next !== role) setRole(name, next);
          }}
        />
      ),
    },
    {
      key: "state",
      header: "State",
      width: "110px",
      sortValue: ({ disabled }) => Number(disabled),
      render: ({ disabled }) => (
        <Badge color={disabled ? "gray" : "green"}>{disabled ? "Disabled" : "Enabled"}</Badge>
      ),
    },
    {
      key: "created",
      header: "Created",
      width: "120px",
      sortValue: ({ createdAt }) => Date.parse(createdAt),
      render: ({ createdAt }) => <When at={Date.parse(createdAt)} />,
    },
    {
      key: "actions",
      header: "Actions",
      width: "310px",
      align: "right",
      render: (user) => (
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!mayWrite}
            onClick={() => ask({ what: "password", user })}
          >
            New password
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!mayWrite || user.name === own}
            onClick={() => (user.disabled ? enable(user.name) : ask({ what: "disable", user }))}
          >
            {user.disabled ? "Enable" : "Disable"}
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact-xs"
            disabled={!mayWrite || user.name === own}
            onClick={() => ask({ what: "remove", user })}
          >
            Remove
          </Button>
        </Group>
      ),
    },
  ];
}
