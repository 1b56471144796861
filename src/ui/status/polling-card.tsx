import { Table } from "@mantine/core";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { Meter } from "../parts/meter.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { statusWords } from "../words/status.ts";
import { formatCount, formatSpan } from "../words/units.ts";
import { Figures } from "./figures.tsx";
import classes from "./status.module.css";
import { latenessWords } from "./status-words.ts";

export interface PollingCardProps {
  readonly polling: ServiceStatus["polling"];
  readonly devices: ServiceStatus["devices"];
}

/** Who polls, how much, and whether in time. */
export function PollingCard({ polling, devices }: PollingCardProps) {
  const { pollsPerMinute, linesPerMinute, lateness, polls, threads } = polling;
  return (
    <section className={classes["card"]} aria-label="Polling">
      <h2 className={classes["title"]}>Polling</h2>
      <Figures
        figures={[
          {
            key: "polls",
            label: "Polls a minute",
            value: formatCount(pollsPerMinute),
            about: "A poll is one group of one device",
          },
          { key: "lines", label: "Lines a minute", value: formatCount(linesPerMinute) },
          { key: "late", label: "Polls begin", value: latenessWords(lateness) },
          {
            key: "since",
            label: "Since the start",
            value: `${formatCount(polls.done)} whole, ${formatCount(polls.partial)} in part, ${formatCount(polls.failed)} failed`,
          },
          {
            key: "skipped",
            label: "Ticks left out",
            value: formatCount(polls.skipped),
            about: "Of polls that still ran when they were due again",
          },
        ]}
      />
      <DeviceCounts devices={devices} />
      <Threads threads={threads} />
    </section>
  );
}

function DeviceCounts({ devices }: Pick<PollingCardProps, "devices">) {
  const counts = Object.entries(devices).filter(([, count]) => count > 0);
  if (counts.length === 0) return null;
  return (
    <div className={classes["badges"]}>
      {counts.map(([code, count]) => {
        const { tone, label, meaning } = statusWords(code);
        return (
          <ToneBadge key={code} tone={tone} title={meaning}>
            {formatCount(count)} {label}
          </ToneBadge>
        );
      })}
    </div>
  );
}

function Threads({ threads }: { readonly threads: ServiceStatus["polling"]["threads"] }) {
  return (
    <div className={classes["scroller"]} tabIndex={0} role="region" aria-label="Pollers">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Poller</Table.Th>
            <Table.Th ta="right">Devices</Table.Th>
            <Table.Th>Busy</Table.Th>
            <Table.Th ta="right" title="How long work waits for its turn">
              Work waits (half, 99 of 100)
            </Table.Th>
            <Table.Th ta="right" title="Datagrams that the kernel threw away since the start">
              Lost by the kernel
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {threads.map(({ name, devices, busyRatio, eventLoopDelayMs, kernelDrops }) => (
            <Table.Tr key={name}>
              <Table.Td className={classes["name"]}>
                {name === "main" ? (devices > 0 ? "main thread" : "main thread (polls nothing)") : name}
              </Table.Td>
              <Table.Td className="num">{formatCount(devices)}</Table.Td>
              <Table.Td>
                <Meter
                  percent={busyRatio === undefined ? undefined : busyRatio * 100}
                  label={`${name} busy`}
                />
              </Table.Td>
              <Table.Td className="num">
                {eventLoopDelayMs === undefined
                  ? "–"
                  : `${formatSpan(eventLoopDelayMs.p50)}, ${formatSpan(eventLoopDelayMs.p99)}`}
              </Table.Td>
              <Table.Td className="num">{formatCount(kernelDrops)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
