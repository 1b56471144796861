import { Card, Code, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useLocation, useSearch } from "wouter";
import { useSession } from "../app/session.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { ownPath } from "./own-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Where one says who one is; leads back to where one came from. */
export default function SignInPage() {
  const { who } = useSession();
  useSearch();
  const [, go] = useLocation();
  const next = ownPath(new URLSearchParams(location.search).get("next"));
  const isIn = who?.kind === "session";
  useEffect(() => {
    if (isIn) go(next, { replace: true });
  }, [isIn, next, go]);
  return (
    <Stack maw={380} mx="auto" mt={{ base: "md", sm: 64 }} gap="md">
      <PageHeader title="Sign in" about={who?.kind === "loopback" ? LOOKING : undefined} />
      <Card padding="lg">
        <SignInForm />
      </Card>
      <Text size="sm">
        First time here? The user is <Code>admin</Code>, and its password is in the file{" "}
        <Code>initial-admin-password</Code> in the service's data directory (<Code>dataDir</Code>) until it is
        changed.
      </Text>
      <Text size="sm">
        Forgotten? Whoever runs the service sets another: <Code>snmpgate user passwd NAME</Code>
      </Text>
    </Stack>
  );
}

const LOOKING = "On this host you may look without signing in. To change something, sign in.";
