import { Table, Text } from "@mantine/core";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { formatBytes, formatCount, formatSpan } from "../words/units.ts";
import classes from "./status.module.css";
import { dropWords, isCurrentError, sentence, sinkState } from "./status-words.ts";

type Sink = ServiceStatus["sinks"][number];

/** Where lines go, and what became of them. */
export function SinksCard({ sinks }: { readonly sinks: readonly Sink[] }) {
  return (
    <section className={classes["card"]} aria-label="Sinks">
      <h2 className={classes["title"]}>Sinks</h2>
      {sinks.length === 0 ? (
        <Text size="sm">There is none: lines are kept in the store and sent nowhere.</Text>
      ) : (
        <div className={classes["scroller"]} tabIndex={0} role="region" aria-label="Sinks, table">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Sink</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th ta="right">Queued</Table.Th>
                <Table.Th ta="right">Oldest</Table.Th>
                <Table.Th ta="right">Delivered</Table.Th>
                <Table.Th ta="right">Rejected</Table.Th>
                <Table.Th ta="right">Lost</Table.Th>
                <Table.Th ta="right">Last answer</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sinks.map((sink) => (
                <SinkRows key={sink.name} sink={sink} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function SinkRows({ sink }: { readonly sink: Sink }) {
  const { tone, label, about } = sinkState(sink.state);
  const dropped = dropWords(sink.droppedBy);
  return (
    <>
      <Table.Tr>
        <Table.Td className={classes["name"]}>{sink.name}</Table.Td>
        <Table.Td>
          <ToneBadge tone={tone} title={about} className={classes["state"] ?? ""}>
            {label}
          </ToneBadge>
        </Table.Td>
        <Table.Td className="num">
          {formatCount(sink.queued)}
          {sink.queued === 0 ? "" : ` (${formatBytes(sink.queuedBytes)})`}
        </Table.Td>
        <Table.Td className="num">
          {sink.oldestAgeMs === undefined || sink.queued === 0 ? "–" : formatSpan(sink.oldestAgeMs)}
        </Table.Td>
        <Table.Td className="num">{formatCount(sink.delivered)}</Table.Td>
        <Table.Td className="num">{formatCount(sink.rejected)}</Table.Td>
        <Table.Td className="num">{dropped ?? "0"}</Table.Td>
        <Table.Td className="num">
          <When at={sink.lastDeliveredAt} />
          {sink.lastSendMs === undefined || sink.lastDeliveredAt === undefined
            ? ""
            : `, took ${formatSpan(sink.lastSendMs)}`}
        </Table.Td>
      </Table.Tr>
      {sink.lastError === undefined ? null : <LastError sink={sink} error={sink.lastError} />}
    </>
  );
}

function LastError({ sink, error }: { readonly sink: Sink; readonly error: NonNullable<Sink["lastError"]> }) {
  const current = isCurrentError(sink);
  return (
    <Table.Tr>
      <Table.Td colSpan={8} className={classes["error"]}>
        <span className={current ? undefined : classes["quiet"]}>
          Failed <When at={error.at} />: {sentence(error.reason)}{" "}
          {current ? (error.remedy ?? "") : "It has taken lines again since."}
        </span>
      </Table.Td>
    </Table.Tr>
  );
}
