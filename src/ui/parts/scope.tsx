import { Anchor, Box, Button, type ButtonProps, Text, Tooltip } from "@mantine/core";
import type { MouseEventHandler, ReactNode } from "react";
import { Link } from "wouter";
import { type Scope, useSession } from "../app/session.tsx";
import { useSignInPath } from "../app/use-sign-in-path.ts";
import { Notice } from "./notice.tsx";

interface ScopeButtonProps extends ButtonProps {
  readonly scope: Scope;
  readonly onClick: MouseEventHandler<HTMLButtonElement>;
  /** Why it cannot be pressed now, beside what one may do. */
  readonly blocked?: string | undefined;
  readonly children: ReactNode;
}

/** A button for who may; the others read why it is of no use to them. */
export function ScopeButton({ scope, blocked, children, onClick, ...rest }: ScopeButtonProps) {
  const { can } = useSession();
  const reason = can(scope) ? blocked : "Your role may only look. Ask an admin for the role operator.";
  if (reason === undefined) {
    return (
      <Button {...rest} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={reason}>
      <Button {...rest} data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** What only who may sees; the others read what they need for it. */
export function Needs({
  scope,
  what,
  children,
}: {
  readonly scope: Scope;
  readonly what: string;
  readonly children: ReactNode;
}) {
  const { can } = useSession();
  return can(scope) ? children : <ScopeNotice scope={scope} what={what} />;
}

/** Says what is missing to who may not change anything here. */
export function ScopeNotice({ scope, what }: { readonly scope: Scope; readonly what: string }) {
  const { can, who } = useSession();
  const signIn = useSignInPath();
  if (can(scope)) return null;
  const anonymous = who === undefined || who.kind === "loopback";
  return (
    <Box mb="sm">
      <Notice tone="info" title={anonymous ? `Sign in to ${what}` : `Your role may not ${what}`}>
        {anonymous ? (
          <Anchor component={Link} href={signIn} size="sm">
            Sign in
          </Anchor>
        ) : (
          <Text size="sm">It takes the role operator or admin. An admin gives it on the page Access.</Text>
        )}
      </Notice>
    </Box>
  );
}
