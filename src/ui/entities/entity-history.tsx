import { Anchor, Skeleton, Table, Text } from "@mantine/core";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Entity, EntityChange } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { entityPath } from "../app/paths.ts";
import { Notice } from "../parts/notice.tsx";
import { When } from "../parts/when.tsx";
import { rowChunks } from "../screens/row-chunks.ts";
import { changeWords, entityIdsIn } from "./change-words.ts";

const CHANGES_MAX = 200;
const NO_CHANGES: readonly EntityChange[] = [];

/** What changed of an entity, latest first. */
export function EntityHistory({ entityId }: { readonly entityId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["entity-history", entityId],
    queryFn: ({ signal }) =>
      get<{ readonly changes: readonly EntityChange[] }>(
        `/api/snmpgate/entities/${encodeURIComponent(entityId)}/history`,
        { query: { limit: CHANGES_MAX }, signal },
      ),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
  const names = useNames(data?.changes ?? NO_CHANGES);
  if (data === undefined) {
    return error === null ? <Skeleton h={140} /> : <Notice failure={error} onRetry={() => void refetch()} />;
  }
  if (data.changes.length === 0) return <Text c="dimmed">Nothing changed during the last 35 days.</Text>;
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label="History">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Before</Table.Th>
            <Table.Th>After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.changes.map((change, i) => (
            <Table.Tr key={`${change.timestamp} ${change.kind} ${change.what ?? ""} ${i}`}>
              <Table.Td>
                <When at={change.timestamp} />
              </Table.Td>
              <Table.Td>{changeWords(change)}</Table.Td>
              <Table.Td>
                <Changed text={change.before} names={names} />
              </Table.Td>
              <Table.Td>
                <Changed text={change.after} names={names} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Names = ReadonlyMap<string, string>;

/** What others are called that an entity was connected with. */
function useNames(changes: readonly EntityChange[]): Names {
  const chunks = useMemo(() => rowChunks(entityIdsIn(changes)).chunks, [changes]);
  return useQueries({
    queries: chunks.map((ids) => ({
      queryKey: ["entity-names", ids],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<{ readonly entities: readonly Entity[] }>("/api/v2/entities", {
          query: { entitySelector: `entityId(${ids.join(",")})`, from: "0", pageSize: ids.length },
          signal,
        }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: namesOf,
  });
}

const namesOf = (
  answers: readonly { readonly data: { readonly entities: readonly Entity[] } | undefined }[],
): Names =>
  new Map(
    answers.flatMap(({ data }) =>
      (data?.entities ?? []).map(({ entityId, displayName }) => [entityId, displayName] as const),
    ),
  );

function Changed({ text, names }: { readonly text: string | undefined; readonly names: Names }) {
  const name = text === undefined ? undefined : names.get(text);
  if (text === undefined || name === undefined) return text;
  return (
    <Anchor component={Link} href={entityPath(text)} size="sm" title={text}>
      {name}
    </Anchor>
  );
}
