import { ActionIcon, Autocomplete, Button, Select } from "@mantine/core";
import { IconFilterPlus, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { TimeRange } from "../words/time.ts";
import classes from "./query.module.css";
import { FILTER_OPS, type Filter } from "./selector.ts";
import { useDimensionValues } from "./use-metrics.ts";

const OP_LABELS = {
  eq: "is",
  ne: "is not",
  prefix: "begins with",
  suffix: "ends with",
  contains: "contains",
} as const;
const OPS = FILTER_OPS.map((value) => ({ value, label: OP_LABELS[value] }));

export interface FilterListProps {
  readonly metric: string;
  readonly dimensions: readonly string[];
  readonly filters: readonly Filter[];
  readonly range: TimeRange;
  readonly onChange: (filters: readonly Filter[]) => void;
}

/** Which series count: all conditions must hold. One without a value is not asked for yet. */
export function FilterList({ metric, dimensions, filters, range, onChange }: FilterListProps) {
  const [draft, setDraft] = useState<Filter | undefined>();
  const replace = (i: number, filter: Filter | undefined): void =>
    onChange(filters.flatMap((one, k) => (k === i ? (filter === undefined ? [] : [filter]) : [one])));
  const takeDraft = (filter: Filter): void => {
    if (filter.value === "") return setDraft(filter);
    setDraft(undefined);
    onChange([...filters, filter]);
  };
  return (
    <div className={classes["filters"]}>
      {filters.map((filter, i) => (
        <FilterRow
          // Filters have no other name than their place.
          key={`${i} ${filter.dimension} ${filter.op} ${filter.value}`}
          {...{ metric, dimensions, range, filter }}
          onChange={(next) => replace(i, next)}
          onRemove={() => replace(i, undefined)}
        />
      ))}
      {draft === undefined ? (
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconFilterPlus size={14} />}
          disabled={dimensions.length === 0}
          onClick={() => setDraft({ dimension: dimensions[0]!, op: "eq", value: "" })}
        >
          Add filter
        </Button>
      ) : (
        <FilterRow
          {...{ metric, dimensions, range }}
          filter={draft}
          onChange={takeDraft}
          onRemove={() => setDraft(undefined)}
        />
      )}
    </div>
  );
}

interface FilterRowProps extends Omit<FilterListProps, "filters" | "onChange"> {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

function FilterRow({ metric, dimensions, range, filter, onChange, onRemove }: FilterRowProps) {
  const { dimension, op } = filter;
  const values = useDimensionValues(metric, dimension, range);
  const [value, setValue] = useState(filter.value);
  useEffect(() => setValue(filter.value), [filter.value]);
  const take = (next: string): void => {
    if (next !== filter.value && next !== "") onChange({ ...filter, value: next });
  };
  const known = dimensions.includes(dimension) ? dimensions : [...dimensions, dimension];
  return (
    <div className={classes["filter"]} role="group" aria-label={`Filter ${dimension}`}>
      <Select
        aria-label="Dimension"
        data={[...known]}
        value={dimension}
        searchable
        allowDeselect={false}
        onChange={(next) => next !== null && onChange({ ...filter, dimension: next, value: "" })}
      />
      <Select
        aria-label="Condition"
        data={OPS}
        value={op}
        allowDeselect={false}
        onChange={(next) => onChange({ ...filter, value, op: FILTER_OPS.find((one) => one === next) ?? op })}
      />
      <Autocomplete
        aria-label="Value"
        size="xs"
        placeholder={values.isPending ? "…" : "value"}
        data={values.data ?? []}
        limit={50}
        value={value}
        onChange={setValue}
        onOptionSubmit={take}
        onBlur={() => take(value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(value);
        }}
      />
      <ActionIcon aria-label="Remove filter" title="Remove filter" onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
