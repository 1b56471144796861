import { Anchor, Tabs, Text } from "@mantine/core";
import type { ComponentType } from "react";
import { Link, useSearchParams } from "wouter";
import { type Scope, useSession } from "../app/session.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { AuditTab } from "./audit-tab.tsx";
import { OwnTab } from "./own-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";
import { UsersTab } from "./users-tab.tsx";

interface AccessTab {
  readonly key: string;
  readonly label: string;
  /** What seeing it takes; undefined: nothing. */
  readonly scope: Scope | undefined;
  readonly content: ComponentType;
}

const TABS: readonly AccessTab[] = [
  { key: "own", label: "You", scope: undefined, content: OwnTab },
  { key: "users", label: "Users", scope: "users.read", content: UsersTab },
  { key: "tokens", label: "API tokens", scope: "apiTokens.read", content: TokensTab },
  { key: "audit", label: "Audit log", scope: "auditLogs.read", content: AuditTab },
];

/** Who may come in, and what they did. */
export default function AccessPage() {
  const [params, setParams] = useSearchParams();
  const { can } = useSession();
  const usual = can("users.read") ? "users" : "own";
  const active = TABS.find(({ key }) => key === params.get("tab"))?.key ?? usual;
  const show = (key: string | null): void => setParams(key === null ? {} : { tab: key });
  return (
    <>
      <PageHeader title="Access" about="Who may come in, with which rights, and who changed what." />
      <Tabs value={active} onChange={show} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map(({ key, label }) => (
            <Tabs.Tab key={key} value={key}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ key, label, scope, content: Content }) => (
          <Tabs.Panel key={key} value={key}>
            {scope === undefined || can(scope) ? <Content /> : <NotAllowed what={label} scope={scope} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function NotAllowed({ what, scope }: { readonly what: string; readonly scope: Scope }) {
  const { who } = useSession();
  const isIn = who?.kind === "session";
  return (
    <EmptyState title={`${what}: only for admins`}>
      <Text size="sm">
        {isIn
          ? `Your role ${who.role ?? ""} lacks the scope ${scope}. An admin can give you another role.`
          : `This takes the scope ${scope}, which admins have.`}
      </Text>
      {isIn ? null : (
        <Anchor component={Link} size="sm" href={`/sign-in?next=${encodeURIComponent("/access")}`}>
          Sign in
        </Anchor>
      )}
    </EmptyState>
  );
}
