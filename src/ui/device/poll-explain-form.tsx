import { Anchor, Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useSession } from "../app/session.tsx";
import { useSignInPath } from "../app/use-sign-in-path.ts";

/** Who may not have a device polled beside its schedule; undefined for who may. */
export function useWhyNotExplain(): { readonly text: string; readonly signIn: boolean } | undefined {
  const { can, who } = useSession();
  if (can("extensionConfigurations.write")) return undefined;
  const anonymous = who === undefined || who.kind === "loopback";
  return anonymous
    ? { text: "Sign in to have the device asked.", signIn: true }
    : { text: "Your role may only look. Ask an admin for the role operator.", signIn: false };
}

/** Explains any metric, also one that came. */
export function ExplainAny({ onExplain }: { readonly onExplain: (metric: string) => void }) {
  const [metric, setMetric] = useState("");
  const refused = useWhyNotExplain();
  const signIn = useSignInPath();
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    if (metric.trim() !== "") onExplain(metric.trim());
  };
  return (
    <form onSubmit={ask}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Explain a metric"
          description="Its key, or the end of it. The device is polled once more, beside its schedule."
          placeholder="if.in.errors"
          value={metric}
          onChange={(event) => setMetric(event.currentTarget.value)}
          disabled={refused !== undefined}
          w={{ base: "100%", xs: 420 }}
        />
        <Button type="submit" variant="light" disabled={refused !== undefined || metric.trim() === ""}>
          Explain
        </Button>
        {refused === undefined ? null : (
          <Text size="sm" c="dimmed">
            {refused.text}{" "}
            {refused.signIn ? (
              <Anchor component={Link} underline="always" href={signIn}>
                Sign in
              </Anchor>
            ) : null}
          </Text>
        )}
      </Group>
    </form>
  );
}
