import { Badge, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Preview } from "../../api/contract/index.ts";
import { PropertyList } from "../parts/property-list.tsx";
import { counted } from "../words/counted.ts";
import { formatCount, formatSpan } from "../words/units.ts";
import { shortColumns } from "./short-columns.ts";
import classes from "./step-preview.module.css";

type PreviewTable = Preview["tables"][number];

/** The rows of each subgroup; the dimensions that all rows share stand above the table. */
export function PreviewTables({ tables }: { readonly tables: readonly PreviewTable[] }) {
  const [chosen, setChosen] = useState<string>();
  const filled = tables.filter(({ totalRows }) => totalRows > 0);
  const name = ({ group, subgroup }: PreviewTable): string =>
    group === subgroup ? subgroup : `${group} › ${subgroup}`;
  const key = (table: PreviewTable): string => `${name(table)} ${table.intervalMs}`;
  const table =
    tables.find((one) => key(one) === chosen) ??
    filled.find(({ totalRows }) => totalRows > 1) ??
    filled[0] ??
    tables[0];
  if (table === undefined) return <Text size="sm">Nothing would be collected.</Text>;
  return (
    <Stack gap="xs">
      <Select
        aria-label="Subgroup"
        w={360}
        maw="100%"
        allowDeselect={false}
        data={tables.map((one) => ({
          value: key(one),
          label: `${name(one)} (${one.totalRows === 0 ? "nothing" : counted(one.totalRows, "row")})`,
        }))}
        value={key(table)}
        onChange={(value) => setChosen(value ?? undefined)}
      />
      <Rows table={table} />
    </Stack>
  );
}

function Rows({ table }: { readonly table: PreviewTable }) {
  const { featureSets, intervalMs, note, totalRows, rows } = table;
  const { shared, columns } = shortColumns(table);
  return (
    <>
      <Group gap={6}>
        <Badge color="gray">every {formatSpan(intervalMs)}</Badge>
        {featureSets.map((set) => (
          <Badge key={set} color="gray">
            {set || "always collected"}
          </Badge>
        ))}
      </Group>
      {shared.length === 0 ? null : (
        <Text size="xs" c="dimmed">
          On every line: {shared.map(({ key, value }) => `${key}=${value || "(empty)"}`).join(", ")}
        </Text>
      )}
      {note === undefined ? null : <Text size="sm">{note}</Text>}
      {rows.length === 1 ? <OneRow table={table} /> : null}
      {rows.length < 2 ? null : (
        <div className={classes["table"]} tabIndex={0} role="region" aria-label={`Rows of ${table.subgroup}`}>
          <table>
            <thead>
              <tr>
                {columns.map(({ key, label, isNumber }) => (
                  <th key={key} scope="col" title={key} data-number={isNumber || undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {columns.map(({ key, index, isNumber }) => (
                    <td key={key} title={row[index]} data-number={isNumber || undefined}>
                      {row[index]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {totalRows > rows.length ? (
        <Text size="xs" c="dimmed">
          The first {formatCount(rows.length)} of {formatCount(totalRows)} rows.
        </Text>
      ) : null}
    </>
  );
}

/** A single row has more columns than fit: it is read from top to bottom. */
function OneRow({ table: { columns, rows } }: { readonly table: PreviewTable }) {
  const [row = []] = rows;
  return (
    <PropertyList
      properties={columns.map(({ key }, i) => ({ key, label: key, value: row[i] || "(empty)" }))}
    />
  );
}
