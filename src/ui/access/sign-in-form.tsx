import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiFailure } from "../api/client.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { lockedSeconds } from "./refusal.ts";
import { useCountdown } from "./use-countdown.ts";

export interface SignInFormProps {
  /** Who was signed in before. */
  readonly name?: string | undefined;
  readonly onSignedIn?: (() => void) | undefined;
}

/** Name and password; says why it was refused, and when the next try counts. */
export function SignInForm({ name: known = "", onSignedIn }: SignInFormProps) {
  const { signIn } = useSession();
  const [name, setName] = useState(known);
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [lockedFor, lockFor] = useCountdown();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await signIn(name.trim(), password);
      onSignedIn?.();
    } catch (refused) {
      setFailure(refused);
      lockFor(refused instanceof Error ? (lockedSeconds(refused.message) ?? 0) : 0);
    }
    setBusy(false);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus={known === "" || undefined}
          autoFocus={known === ""}
          required
          withAsterisk={false}
          size="sm"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          data-autofocus={known !== "" || undefined}
          autoFocus={known !== ""}
          required
          withAsterisk={false}
          size="sm"
          visibilityToggleButtonProps={{ "aria-label": "Show the password", tabIndex: 0 }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Refused failure={failure} lockedFor={lockedFor} />
        <Button type="submit" size="sm" loading={busy} disabled={lockedFor > 0}>
          {lockedFor > 0 ? `Locked for ${lockedFor} s` : "Sign in"}
        </Button>
      </Stack>
    </form>
  );
}

/** What was refused, in the words of who signs in; the service's own are for programs. */
function Refused({ failure, lockedFor }: { readonly failure: unknown; readonly lockedFor: number }) {
  if (failure === undefined) return null;
  if (failure instanceof ApiFailure && lockedSeconds(failure.message) !== undefined) {
    const when = lockedFor > 0 ? `The next try counts in ${lockedFor} s.` : "You can try again now.";
    return <Notice tone="warning">Too many wrong passwords. {when}</Notice>;
  }
  if (failure instanceof ApiFailure && failure.status === 401) {
    return (
      <Notice tone="error" title="Not signed in">
        The name or the password is wrong, or the user is disabled. An admin can look, and set another
        password.
      </Notice>
    );
  }
  return <Notice failure={failure} />;
}
