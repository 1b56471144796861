import {
  Anchor,
  Button,
  Card,
  Group,
  PasswordInput,
  SegmentedControl,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Link } from "wouter";
import type { WhoAmI } from "../../api/contract/index.ts";
import { ApiFailure, put } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { PropertyList } from "../parts/property-list.tsx";
import { PasswordFields } from "./password-fields.tsx";
import { ROLE_WORDS } from "./role-words.ts";

/** Who one is, one's own password, and how the pages look. */
export function OwnTab() {
  const { who } = useSession();
  return (
    <Stack gap="md" maw={640}>
      <Card>
        <Title order={2} mb="xs">
          Who you are
        </Title>
        {who === undefined ? null : <Identity who={who} />}
      </Card>
      {who?.kind === "session" ? <OwnPassword name={who.user ?? ""} /> : null}
      <Appearance />
    </Stack>
  );
}

function Identity({ who }: { readonly who: WhoAmI }) {
  if (who.kind === "loopback") {
    return (
      <Text size="sm">
        You are on the host of the service, where one may look without signing in.{" "}
        <Anchor component={Link} size="sm" href={`/sign-in?next=${encodeURIComponent("/access?tab=own")}`}>
          Sign in
        </Anchor>{" "}
        to change something.
      </Text>
    );
  }
  const properties = [
    { key: "name", label: "Name", value: who.user ?? who.id },
    ...(who.role === undefined
      ? []
      : [
          { key: "role", label: "Role", value: ROLE_WORDS[who.role].label },
          { key: "may", label: "May", value: ROLE_WORDS[who.role].about },
        ]),
  ];
  return <PropertyList properties={properties} />;
}

function OwnPassword({ name }: { readonly name: string }) {
  const { take } = useSession();
  const [current, setCurrent] = useState("");
  const [wanted, setWanted] = useState<string | undefined>();
  const [round, setRound] = useState(0);
  const change = useMutation({
    mutationFn: () =>
      put<WhoAmI>("/api/snmpgate/session/password", { currentPassword: current, newPassword: wanted }),
    onSuccess: (who) => {
      take(who);
      setCurrent("");
      setRound(round + 1);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Card>
      <Title order={2} mb="xs">
        Your password
      </Title>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={360}>
          <input type="hidden" name="username" autoComplete="username" value={name} readOnly />
          <PasswordInput
            label="Password now"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": "Show the password now", tabIndex: 0 }}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordFields key={round} user={name} onChange={setWanted} />
          {change.isError ? <Refused failure={change.error} /> : null}
          {change.isSuccess ? <Notice tone="ok">Changed. Your other sessions have ended.</Notice> : null}
          <Group>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={current === "" || wanted === undefined}
            >
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Refused({ failure }: { readonly failure: unknown }) {
  const { expired } = useSession();
  const isWrong = !expired && failure instanceof ApiFailure && failure.status === 401;
  return isWrong ? (
    <Notice tone="error">The password you have now is another one.</Notice>
  ) : (
    <Notice failure={failure} />
  );
}

const SCHEMES = [
  { value: "auto", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const id = useId();
  return (
    <Card>
      <Title order={2} mb="xs" id={id}>
        Colours
      </Title>
      <SegmentedControl
        aria-labelledby={id}
        data={SCHEMES}
        value={colorScheme}
        onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
      />
    </Card>
  );
}
