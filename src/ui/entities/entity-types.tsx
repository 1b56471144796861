import { Anchor, Skeleton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link, useLocation } from "wouter";
import type { EntityTypeCount } from "../../api/contract/index.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { parseSort, type Sort, sortText } from "../parts/table-sort.ts";
import { listPath } from "../screens/links.ts";
import { useCardState } from "../screens/use-card-state.ts";
import { formatCount } from "../words/units.ts";
import { useEntityTypes } from "./entity-relations.tsx";

const MOST_FIRST: Sort = { key: "count", descending: true };

/** The types of entities there are, with how many of each. */
export function EntityTypesOverview() {
  const { data, error, refetch } = useEntityTypes();
  const [text, setText] = useCardState("find", "types");
  const [order, setOrder] = useCardState("sort", "types");
  const [, go] = useLocation();
  const rows = useMemo(() => matching(data?.types ?? [], text), [data, text]);
  return (
    <>
      <PageHeader
        title="Entities"
        about="What the extensions make of the lines: devices, ports and whatever else they measure."
        actions={
          <TextInput
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            placeholder="Filter"
            aria-label="Filter types"
            leftSection={<IconSearch size={14} />}
            w={220}
          />
        }
      />
      {data === undefined && error === null ? <Skeleton h={300} /> : null}
      {data === undefined && error !== null ? (
        <Notice failure={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined ? null : (
        <DataTable<EntityTypeCount>
          label="Types of entities"
          rows={rows}
          columns={COLUMNS}
          rowKey={typeOf}
          sort={parseSort(order, MOST_FIRST)}
          onSort={(next) => setOrder(sortText(next))}
          onOpen={({ type }) => go(listPath(type))}
          empty={
            text === ""
              ? "Install an extension: its topology says what entities there are"
              : `None matches "${text}"`
          }
        />
      )}
    </>
  );
}

const typeOf = ({ type }: EntityTypeCount): string => type;

function matching(types: readonly EntityTypeCount[], text: string): readonly EntityTypeCount[] {
  const wanted = text.trim().toLowerCase();
  return types.filter(({ type, displayName, extensions }) =>
    [type, displayName, ...extensions].some((one) => one.toLowerCase().includes(wanted)),
  );
}

const COLUMNS: readonly Column<EntityTypeCount>[] = [
  {
    key: "name",
    header: "Type",
    sortValue: ({ displayName }) => displayName,
    render: ({ type, displayName }) => (
      <Anchor component={Link} href={listPath(type)} size="sm" title={type}>
        {displayName}
      </Anchor>
    ),
  },
  {
    key: "count",
    header: "Entities",
    width: "110px",
    align: "right",
    about: "Seen during the last three days",
    sortValue: ({ count }) => count,
    render: ({ count }) => formatCount(count),
  },
  {
    key: "extension",
    header: "Extension",
    sortValue: ({ extensions }) => extensions.join(", "),
    render: ({ extensions }) => <span title={extensions.join(", ")}>{extensions.join(", ") || "–"}</span>,
  },
];
