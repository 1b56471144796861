import { Table } from "@mantine/core";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { Meter } from "../parts/meter.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { statusWords } from "../words/status.ts";
import { formatCount } from "../words/units.ts";
import { Figures } from "./figures.tsx";
import classes from "./status.module.css";
import { latenessWords, medianWords } from "./status-words.ts";

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
          {
            key: "late",
            label: "Polls start late",
            value: latenessWords(lateness),
            about:
              "Half of the polls of the last minute started later than the median, one of a hundred later than p99",
          },
          {
            key: "since",
            label: "Polls since the start",
            value: `${formatCount(polls.done)} complete, ${formatCount(polls.partial)} partial, ${formatCount(polls.failed)} failed`,
          },
          {
            key: "skipped",
            label: "Polls left out",
            value: formatCount(polls.skipped),
            about: "They were due while the one before still ran",
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
            <Table.Th ta="right" title="How long work that is ready waits for its turn in this thread">
              Event loop delay
            </Table.Th>
            <Table.Th
              ta="right"
              title="Replies that the kernel threw away since the start, as the receive buffer was full"
            >
              UDP drops
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
                  : medianWords(eventLoopDelayMs.p50, eventLoopDelayMs.p99)}
              </Table.Td>
              <Table.Td className="num">{formatCount(kernelDrops)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
