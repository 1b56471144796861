import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Scope } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import { TextDiff } from "../parts/text-diff.tsx";
import { When } from "../parts/when.tsx";
import { byWords } from "./by-words.ts";
import classes from "./version-list.module.css";

export interface TextVersion {
  readonly revision: string;
  readonly timestamp: number;
  readonly by: string;
  readonly text: string;
}

export interface VersionListProps {
  readonly query: UseQueryResult<readonly TextVersion[]>;
  /** What is in force. */
  readonly current: string;
  readonly scope: Scope;
  readonly note?: string | undefined;
  /** Rejects when it was not put back. */
  readonly onRestore: (revision: string) => Promise<void>;
}

/** Earlier versions, each with what is different in force now, and a way back. */
export function VersionList({ query, current, scope, note, onRestore }: VersionListProps) {
  const [shown, setShown] = useState<string>();
  const [state, setState] = useState<unknown>();
  const restore = async (revision: string): Promise<void> => {
    setState("busy");
    try {
      await onRestore(revision);
      setState(undefined);
    } catch (error) {
      setState(error);
    }
  };
  if (query.isError && query.data === undefined)
    return <Notice failure={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton h={120} />;
  if (query.data.length === 0)
    return <Text size="sm">It was never changed since snmpgate keeps versions.</Text>;
  return (
    <Stack gap="xs">
      {note === undefined ? null : (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      {state === undefined || state === "busy" ? null : (
        <Notice title="It was not put back" failure={state} />
      )}
      <ul className={classes["versions"]}>
        {query.data.map(({ revision, timestamp, by, text }) => (
          <li key={revision} className={classes["version"]}>
            <Group justify="space-between" gap="xs">
              <Text size="sm">
                <When at={timestamp} /> by {byWords(by)}
              </Text>
              <Group gap="xs">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-expanded={shown === revision}
                  onClick={() => setShown(shown === revision ? undefined : revision)}
                >
                  {shown === revision ? "Hide" : "Compare with now"}
                </Button>
                <ScopeButton
                  scope={scope}
                  variant="light"
                  size="compact-sm"
                  loading={state === "busy"}
                  onClick={() => void restore(revision)}
                >
                  Put back
                </ScopeButton>
              </Group>
            </Group>
            {shown === revision ? (
              <TextDiff before={text} after={current} label="Differences: − then, + now" />
            ) : null}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
