import { Text, UnstyledButton } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Preview } from "../../../api/contract/index.ts";
import { type Column, DataTable } from "../../parts/data-table.tsx";
import { PropertyList } from "../../parts/property-list.tsx";
import type { Sort } from "../../parts/table-sort.ts";
import { type EntityRow, entityRows } from "./entity-rows.ts";
import classes from "./preview.module.css";

const rowKey = ({ id }: EntityRow): string => id;

/** Entities that the lines tell about, each with its properties and relationships. */
export function PreviewEntities({ preview }: { readonly preview: Preview }) {
  const rows = useMemo(() => entityRows(preview), [preview]);
  const [sort, setSort] = useState<Sort>({ key: "type", descending: false });
  const [chosen, setChosen] = useState<string>();
  const columns = useMemo(() => columnsWith(setChosen), []);
  const row = rows.find(({ id }) => id === chosen);
  return (
    <div className={classes["fill"]}>
      <div className={classes["entities"]}>
        <DataTable
          label="Entities"
          rows={rows}
          columns={columns}
          rowKey={rowKey}
          sort={sort}
          onSort={setSort}
          onOpen={({ id }) => setChosen(id)}
          selectedKey={chosen}
          rowHeight={28}
          maxHeight="min(420px, 45dvh)"
          empty="No rule of topology fits these lines."
        />
      </div>
      {row === undefined ? null : <EntityDetails row={row} />}
    </div>
  );
}

function columnsWith(choose: (id: string) => void): readonly Column<EntityRow>[] {
  return [
    {
      key: "name",
      header: "Entity",
      width: "26%",
      sortValue: ({ name }) => name,
      render: ({ id, name }) => (
        <UnstyledButton fz="sm" c="var(--mantine-color-anchor)" title={name} onClick={() => choose(id)}>
          {name}
        </UnstyledButton>
      ),
    },
    {
      key: "type",
      header: "Type",
      width: "24%",
      sortValue: ({ type }) => type,
      render: ({ type }) => <span title={type}>{type}</span>,
    },
    {
      key: "relations",
      header: "Relationships",
      width: "36%",
      sortValue: ({ relations }) => relations.length,
      render: ({ relations }) => <span title={relationWords(relations)}>{relationWords(relations)}</span>,
    },
    {
      key: "properties",
      header: "Props",
      about: "How many properties it has",
      width: "14%",
      align: "right",
      sortValue: ({ properties }) => properties.length,
      render: ({ properties }) => properties.length,
    },
  ];
}

/** `runs on sw-1`, `runs Gi1 and 27 more`. */
function relationWords(relations: EntityRow["relations"]): string {
  const byWords = new Map<string, string[]>();
  for (const { words, name } of relations) byWords.set(words, [...(byWords.get(words) ?? []), name]);
  return [...byWords]
    .map(([words, names]) => `${words} ${names[0]}${names.length > 1 ? ` and ${names.length - 1} more` : ""}`)
    .join(", ");
}

function EntityDetails({ row }: { readonly row: EntityRow }) {
  const properties = row.properties.map(({ key, value }) => ({ key, label: key, value }));
  const relations = row.relations.slice(0, 50).map(({ words, name }, i) => ({
    key: `relation ${i}`,
    label: words,
    value: name,
  }));
  return (
    <section aria-label={`Entity ${row.name}`} className={classes["details"]}>
      <Text fw={600} size="sm">
        {row.name}
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        {row.type} {row.id}
      </Text>
      <PropertyList properties={[...properties, ...relations]} />
    </section>
  );
}
