import { Code, Stack, Table, Text } from "@mantine/core";
import type { MetricExplanation } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { PropertyList } from "../parts/property-list.tsx";
import { digits, formatCount, formatSpan } from "../words/units.ts";
import { dimensionText, sharedDimensions } from "./explained-rows.ts";
import classes from "./poll-explained-use.module.css";

type Use = MetricExplanation["uses"][number];

/** One place where the manifest makes the metric, from the packets to the lines. */
export function ExplainedUse({ use }: { readonly use: Use }) {
  const whole = use.totalRows > 0 && use.rowsWithLine === use.totalRows;
  const remedy = use.polls.at(-1)?.remedy;
  return (
    <Stack gap="sm" component="section" aria-label={`Subgroup ${use.subgroup}`}>
      <Notice tone={whole ? "ok" : "warning"} title={use.verdict}>
        {remedy === undefined ? null : <Text size="sm">{remedy}</Text>}
      </Notice>
      <PropertyList properties={originOf(use)} />
      <Rows use={use} />
      {use.dimensions.length === 0 ? null : <Dimensions use={use} />}
      {use.polls.map((poll, i) => (
        <Packets key={i} poll={poll} title={`Poll ${i + 1} of ${use.polls.length}`} />
      ))}
    </Stack>
  );
}

function originOf({ group, subgroup, featureSet, type, intervalMs, value, shared }: Use) {
  return [
    { key: "group", label: "Group", value: `${group}, every ${formatSpan(intervalMs)}` },
    { key: "subgroup", label: "Subgroup", value: subgroup },
    ...(featureSet === undefined ? [] : [{ key: "set", label: "Feature set", value: featureSet }]),
    { key: "type", label: "Type", value: type === "count" ? "count: what a counter grew by" : type },
    { key: "value", label: "Value from", value },
    ...(shared
      ? [{ key: "shared", label: "Also made by", value: "another subgroup; of equal lines one is kept" }]
      : []),
  ];
}

function Dimensions({ use: { dimensions } }: { readonly use: Use }) {
  return (
    <details>
      <summary className={classes["summary"]}>Dimensions and where they come from</summary>
      <PropertyList
        properties={dimensions.map(({ key, source, filtered }) => ({
          key,
          label: key,
          value: filtered ? `${source}; a filter decides here` : source,
        }))}
      />
    </details>
  );
}

function Rows({ use: { rows, totalRows, rowsWithLine } }: { readonly use: Use }) {
  if (rows.length === 0) return null;
  const shared = sharedDimensions(rows);
  const alike = dimensionText(shared);
  return (
    <div>
      <Text size="sm" mb={4}>
        {formatCount(rowsWithLine)} of {formatCount(totalRows)} rows have a line
        {rows.length < totalRows ? `; the first ${rows.length} are shown` : ""}.
        {alike === "" ? "" : ` All of them: ${alike}.`}
      </Text>
      <div className={classes["scroller"]} tabIndex={0} role="region" aria-label="Rows of the last poll">
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Instance</Table.Th>
              <Table.Th ta="right">Value</Table.Th>
              <Table.Th>Line, or why there is none</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ index, instance, value, dimensions, cause }) => (
              <Table.Tr key={index}>
                <Table.Td>{instance}</Table.Td>
                <Table.Td className="num">{value === undefined ? "–" : digits(value)}</Table.Td>
                <Table.Td className={classes["what"]}>{cause ?? dimensionText(dimensions, shared)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function Packets({ poll, title }: { readonly poll: Use["polls"][number]; readonly title: string }) {
  const { packets, packetsLeftOut, durationMs, cause } = poll;
  return (
    <details>
      <summary className={classes["summary"]}>
        {title}: {formatSpan(durationMs)}, {packets.length + packetsLeftOut} packets about it
      </summary>
      {cause === undefined ? null : <Text size="sm">{cause}</Text>}
      <Code
        block
        className={classes["packets"]}
        tabIndex={0}
        role="region"
        aria-label={`Packets of ${title}`}
      >
        {packets.join("\n")}
        {packetsLeftOut > 0 ? `\n… and ${packetsLeftOut} more` : ""}
      </Code>
    </details>
  );
}
