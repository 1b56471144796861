import { PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { passwordProblem } from "./password-problem.ts";

export interface PasswordFieldsProps {
  /** Whose it will be: a password is not the name of its user. */
  readonly user: string;
  /** @param password  undefined while it would not be taken */
  readonly onChange: (password: string | undefined) => void;
}

/** A new password, typed twice, with what is wrong with it while one types. */
export function PasswordFields({ user, onChange }: PasswordFieldsProps) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const problem = first === "" ? undefined : passwordProblem(first, user);
  const differs = second !== "" && first !== second;
  const tell = (one: string, other: string): void => {
    setFirst(one);
    setSecond(other);
    onChange(one === other && passwordProblem(one, user) === undefined ? one : undefined);
  };
  return (
    <Stack gap="sm">
      <PasswordInput
        label="New password"
        description="12 characters or more; several words are easy to remember"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": "Show the new password", tabIndex: 0 }}
        error={problem}
        value={first}
        onChange={(event) => tell(event.currentTarget.value, second)}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": "Show the repeated password", tabIndex: 0 }}
        error={differs ? "is not the same" : undefined}
        value={second}
        onChange={(event) => tell(first, event.currentTarget.value)}
      />
    </Stack>
  );
}
