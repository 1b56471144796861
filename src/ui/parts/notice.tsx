import { Alert, Button, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ApiFailure } from "../api/client.ts";

export interface NoticeProps {
  readonly title?: string | undefined;
  /** What went wrong; its message says cause and remedy. */
  readonly failure?: unknown;
  readonly tone?: "info" | "warning" | "error" | "ok" | undefined;
  readonly children?: ReactNode;
  readonly onRetry?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
}

const COLOR = { info: "blue", warning: "yellow", error: "red", ok: "green" } as const;

/** Something that somebody should read: a failure with its cause, or a hint. */
export function Notice({
  title,
  failure,
  tone = failure === undefined ? "info" : "error",
  children,
  onRetry,
  onClose,
}: NoticeProps) {
  const Icon = tone === "info" || tone === "ok" ? IconInfoCircle : IconAlertTriangle;
  return (
    <Alert
      variant="light"
      color={COLOR[tone]}
      title={title}
      icon={<Icon size={18} />}
      withCloseButton={onClose !== undefined}
      closeButtonLabel="Close"
      onClose={() => onClose?.()}
      role={tone === "error" ? "alert" : "status"}
      styles={{ message: { color: "var(--mantine-color-text)" } }}
    >
      {failure === undefined ? null : <FailureText failure={failure} />}
      {children}
      {onRetry === undefined ? null : (
        <Button mt="xs" variant="light" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

function FailureText({ failure }: { readonly failure: unknown }) {
  const message = failure instanceof Error ? failure.message : String(failure);
  const violations = failure instanceof ApiFailure ? failure.violations : [];
  return (
    <>
      <Text size="sm">{message}</Text>
      {violations.length === 0 ? null : (
        <List size="sm" mt={4}>
          {violations.map(({ path, message: text }) => (
            <List.Item key={`${path} ${text}`}>
              {path === "" ? "" : <code>{path}</code>} {text}
            </List.Item>
          ))}
        </List>
      )}
    </>
  );
}
