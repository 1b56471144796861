import { Table, Text } from "@mantine/core";
import type { Preview } from "../../../api/contract/index.ts";
import { counted } from "../../words/counted.ts";
import { formatCount, formatSpan } from "../../words/units.ts";

/** What a device costs: lines and series by feature set, and requests. */
export function PreviewCosts({ preview }: { readonly preview: Preview }) {
  const { costs, requests, durationMs } = preview;
  const total = costs.reduce(
    (sum, { linesPerMinute, series }) => ({ lines: sum.lines + linesPerMinute, series: sum.series + series }),
    { lines: 0, series: 0 },
  );
  return (
    <>
      <Text size="sm" mb="xs">
        One round takes {counted(requests, "SNMP request")} and {formatSpan(durationMs)}.
      </Text>
      <Table.ScrollContainer minWidth={320}>
        <Table maw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Feature set</Table.Th>
              <Table.Th ta="right">Series</Table.Th>
              <Table.Th ta="right">Lines a minute</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {costs.map(({ featureSet, linesPerMinute, series }) => (
              <Table.Tr key={featureSet}>
                <Table.Td>{featureSet === "" ? "Always collected" : featureSet}</Table.Td>
                <Table.Td className="num">{formatCount(series)}</Table.Td>
                <Table.Td className="num">{formatCount(linesPerMinute)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th>All</Table.Th>
              <Table.Th className="num">{formatCount(total.series)}</Table.Th>
              <Table.Th className="num">{formatCount(total.lines)}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
