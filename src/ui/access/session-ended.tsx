import { Anchor, Modal, Stack, Text } from "@mantine/core";
import { useLocation } from "wouter";
import { useSession } from "../app/session.tsx";
import { useSignInPath } from "../app/use-sign-in-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Above any dialog of the page, and what that has open. */
const ABOVE_ALL = 1_000;

/**
 * Asks for the password again where a session ended under an open page: what was typed there stays. Sessions end after
 * a while, with a new password, and when the service restarts.
 */
export function SessionEnded() {
  const { who, expired } = useSession();
  const [path] = useLocation();
  const signIn = useSignInPath();
  if (who?.kind !== "session" || path === "/sign-in") return null;
  return (
    <Modal
      opened={expired}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      size="sm"
      centered
      zIndex={ABOVE_ALL}
    >
      <Stack gap="sm">
        <Text size="sm">Sign in again to go on. What you typed on this page is still there.</Text>
        <SignInForm name={who.user} />
        <Anchor size="sm" href={`/ui${signIn}`}>
          Leave this page instead
        </Anchor>
      </Stack>
    </Modal>
  );
}
