import { ActionIcon, Autocomplete, Button, Select } from "@mantine/core";
import { IconFilterPlus, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { TimeRange } from "../words/time.ts";
import classes from "./query.module.css";
import { FILTER_OPS, type Filter, filterToAsk } from "./selector.ts";
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
  const rows = draft === undefined ? filters : [...filters, draft];
  const replace = (i: number, by: readonly Filter[]): void => {
    if (i >= filters.length) setDraft(undefined);
    if (i < filters.length || by.length > 0) onChange(filters.toSpliced(i, 1, ...by));
  };
  return (
    <div className={classes["filters"]}>
      {rows.map((filter, i) => (
        <FilterRow
          // Filters have no other name than their place; a new one stays where it is, and keeps the focus.
          key={`filter ${i}`}
          {...{ metric, dimensions, range, filter }}
          onChange={(next) => replace(i, [next])}
          onRemove={() => replace(i, [])}
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
      ) : null}
    </div>
  );
}

interface FilterRowProps extends Omit<FilterListProps, "filters" | "onChange"> {
  readonly filter: Filter;
  /** With a value. */
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

function FilterRow({ metric, dimensions, range, filter, onChange, onRemove }: FilterRowProps) {
  const [edited, setEdited] = useState(filter);
  // The filter is read from the address anew with each drawing: what it says counts.
  const { dimension: takenDimension, op: takenOp, value: takenValue } = filter;
  useEffect(
    () => setEdited({ dimension: takenDimension, op: takenOp, value: takenValue }),
    [takenDimension, takenOp, takenValue],
  );
  const { dimension, op, value } = edited;
  const values = useDimensionValues(metric, dimension, range);
  const take = (next: Filter): void => {
    setEdited(next);
    const asked = filterToAsk(next, filter);
    if (asked !== undefined) onChange(asked);
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
        // What was asked for stands until the new dimension has a value.
        onChange={(next) => next !== null && setEdited({ ...edited, dimension: next, value: "" })}
      />
      <Select
        aria-label="Condition"
        data={OPS}
        value={op}
        allowDeselect={false}
        onChange={(next) => take({ ...edited, op: FILTER_OPS.find((one) => one === next) ?? op })}
      />
      <Autocomplete
        aria-label="Value"
        size="xs"
        placeholder={values.isPending ? "…" : "value"}
        data={values.data ?? []}
        limit={50}
        value={value}
        onChange={(next) => setEdited({ ...edited, value: next })}
        onOptionSubmit={(next) => take({ ...edited, value: next })}
        onBlur={() => take(edited)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(edited);
        }}
      />
      <ActionIcon aria-label="Remove filter" title="Remove filter" onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
