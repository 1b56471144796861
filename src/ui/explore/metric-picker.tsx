import { Popover, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { MetricDescriptor } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { formatCount } from "../words/units.ts";
import classes from "./metric-picker.module.css";
import { unitWord } from "./series-unit.ts";
import { METRICS_MAX, useMetric, useMetricList } from "./use-metrics.ts";

export interface MetricPickerProps {
  /** Key of the metric that is chosen; undefined: none yet. */
  readonly metric: string | undefined;
  readonly onPick: (metric: string) => void;
  /** `Metric of A`. */
  readonly label: string;
}

/** A metric, found by its key, its name or what it says of itself. */
export function MetricPicker({ metric, onPick, label }: MetricPickerProps) {
  const [open, setOpen] = useState(false);
  const { data: chosen } = useMetric(metric);
  const name = chosen?.displayName ?? metric ?? "Choose a metric";
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={520}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes["target"]}
          aria-label={`${label}: ${name}`}
          title={metric}
          onClick={() => setOpen(!open)}
        >
          <span className={classes["chosen"]}>{name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="xs" maw="calc(100vw - 24px)">
        <Finder
          label={label}
          onPick={(key) => {
            setOpen(false);
            onPick(key);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const TYPING_MS = 150;
const ROW_HEIGHT = 40;
const PAGE = 7;

function Finder({ label, onPick }: Pick<MetricPickerProps, "label" | "onPick">) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const list = useMetricList(asked);
  const metrics = list.data?.metrics ?? [];
  const [active, setActive] = useState(0);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: metrics.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(metrics.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(active + step);
    }
    const chosen = metrics[active];
    if (event.key === "Enter" && chosen !== undefined) {
      event.preventDefault();
      onPick(chosen.metricId);
    }
  };
  return (
    <>
      <TextInput
        aria-label={`Find: ${label}`}
        placeholder="Name, key or description"
        leftSection={<IconSearch size={15} />}
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={metrics.length === 0 ? undefined : `${id}-${active}`}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Text size="xs" c="dimmed" my={4} role="status">
        {list.data === undefined ? "…" : countText(list.data.totalCount)}
      </Text>
      {list.isError ? <Notice failure={list.error} onRetry={() => void list.refetch()} /> : null}
      <div ref={scroller} className={classes["list"]}>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          style={{ height: virtual.getTotalSize(), position: "relative" }}
        >
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Option
              key={metrics[index]!.metricId}
              id={`${id}-${index}`}
              metric={metrics[index]!}
              active={index === active}
              top={start}
              onPick={onPick}
            />
          ))}
        </div>
      </div>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

const countText = (count: number): string =>
  count > METRICS_MAX
    ? `${formatCount(count)} metrics; the first ${METRICS_MAX} are listed, type to find others`
    : counted(count, "metric");

interface OptionProps {
  readonly id: string;
  readonly metric: MetricDescriptor;
  readonly active: boolean;
  readonly top: number;
  readonly onPick: (metric: string) => void;
}

function Option({ id, metric, active, top, onPick }: OptionProps) {
  const { metricId, displayName, unit = "" } = metric;
  const isCalculated = metricId.startsWith("func:");
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      data-active={active || undefined}
      className={classes["option"]}
      style={{ top, height: ROW_HEIGHT }}
      onMouseDown={(event) => {
        event.preventDefault();
        onPick(metricId);
      }}
    >
      <span className={classes["name"]}>{displayName ?? metricId}</span>
      <span className={classes["unit"]}>{unitWord(unit)}</span>
      <span className={classes["key"]} title={metricId}>
        {metricId}
      </span>
      <span className={classes["unit"]}>{isCalculated ? "calculated" : ""}</span>
    </div>
  );
}
