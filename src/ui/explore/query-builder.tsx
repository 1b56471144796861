import { Input, MultiSelect, Select } from "@mantine/core";
import type { MetricDescriptor } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import type { TimeRange } from "../words/time.ts";
import { FilterList } from "./filter-list.tsx";
import { MetricPicker } from "./metric-picker.tsx";
import classes from "./query.module.css";
import { type BuiltQuery, isEntityDimension } from "./selector.ts";
import { aggregationsOf } from "./starting-query.ts";

export interface QueryBuilderProps {
  readonly name: string;
  /** Undefined: no metric is chosen yet. */
  readonly query: BuiltQuery | undefined;
  readonly metric: MetricDescriptor | undefined;
  readonly range: TimeRange;
  readonly onPick: (metric: string) => void;
  readonly onChange: (query: BuiltQuery) => void;
}

const RATES = [
  { value: "none", label: "As measured" },
  { value: "1s", label: "Per second" },
  { value: "1m", label: "Per minute" },
];
const ORDERS = [
  { value: "descending", label: "Highest first" },
  { value: "ascending", label: "Lowest first" },
  { value: "none", label: "As stored" },
];
/** How many series; more than the last are hardly read. */
const LIMITS = [5, 10, 20, 50, 100, 500];
const ALL = 0;

/** A query by choosing: what, summed up how, split by what, of what. */
export function QueryBuilder({ name, query, metric, range, onPick, onChange }: QueryBuilderProps) {
  const dimensions = (metric?.dimensionDefinitions ?? []).map(({ key }) => key);
  const change = (part: Partial<BuiltQuery>): void => {
    if (query !== undefined) onChange({ ...query, ...part });
  };
  return (
    <div className={classes["builder"]}>
      <Input.Wrapper className={classes["metric"]} label="Metric" labelElement="div" size="xs">
        <MetricPicker label={`Metric of ${name}`} metric={query?.metric} onPick={onPick} />
      </Input.Wrapper>
      {query === undefined ? null : (
        <>
          <Select
            label="Aggregation"
            data={aggregationOptions(metric, query.aggregation)}
            value={query.aggregation ?? null}
            placeholder="auto"
            allowDeselect={false}
            onChange={(value) => change({ aggregation: value ?? undefined })}
          />
          <MultiSelect
            className={classes["split"]}
            label="Split by"
            data={dimensionOptions(dimensions, query.split ?? [])}
            value={[...(query.split ?? [])]}
            placeholder={splitHint(query.split)}
            searchable
            hidePickedOptions
            nothingFoundMessage="No such dimension"
            onChange={(split) => change({ split })}
          />
          <Select
            label="Rate"
            data={rateOptions(query.rate)}
            value={query.rate ?? "none"}
            allowDeselect={false}
            onChange={(value) => change({ rate: value === null || value === "none" ? undefined : value })}
          />
          <Select
            label="Order"
            data={ORDERS}
            value={query.order ?? "none"}
            allowDeselect={false}
            onChange={(value) =>
              change({ order: value === "ascending" || value === "descending" ? value : undefined })
            }
          />
          <Select
            label="At most"
            data={limitOptions(query.limit)}
            value={String(query.limit ?? ALL)}
            allowDeselect={false}
            onChange={(value) => change({ limit: Number(value) || undefined })}
          />
          <FilterList
            metric={query.metric}
            dimensions={dimensions.filter((key) => !isEntityDimension(key))}
            filters={query.filters}
            range={range}
            onChange={(filters) => change({ filters })}
          />
        </>
      )}
    </div>
  );
}

const splitHint = (split: readonly string[] | undefined): string =>
  split === undefined ? "each as measured" : split.length === 0 ? "one total" : "";

const AGGREGATION_LABELS: Readonly<Record<string, string>> = {
  auto: "Automatic",
  value: "Value",
  avg: "Average",
  min: "Lowest",
  max: "Highest",
  sum: "Sum",
  count: "Number of values",
  median: "Median",
};

function aggregationOptions(metric: MetricDescriptor | undefined, current: string | undefined) {
  const list = new Set(metric === undefined ? [] : aggregationsOf(metric));
  if (current !== undefined) list.add(current);
  return [...list].map((value) => ({ value, label: AGGREGATION_LABELS[value] ?? value }));
}

/** @param current  one of the address may be any number */
function limitOptions(current: number | undefined) {
  const counts = [...new Set([...LIMITS, ...(current === undefined ? [] : [current])])];
  return [
    ...counts
      .toSorted((a, b) => a - b)
      .map((count) => ({ value: String(count), label: counted(count, "series", "series") })),
    { value: String(ALL), label: "All series" },
  ];
}

/** An entity is what people look for first; the dimension of its type is named after it. */
function dimensionOptions(dimensions: readonly string[], chosen: readonly string[]) {
  const all = [...new Set([...dimensions, ...chosen])];
  const option = (value: string) => ({ value, label: value.replace(/^dt\.entity\./, "") });
  return [
    { group: "Entities", items: all.filter(isEntityDimension).map(option) },
    { group: "Dimensions", items: all.filter((key) => !isEntityDimension(key)).map(option) },
  ].filter(({ items }) => items.length > 0);
}

const rateOptions = (rate: string | undefined) =>
  rate === undefined || RATES.some(({ value }) => value === rate)
    ? RATES
    : [...RATES, { value: rate, label: `Per ${rate}` }];
