import { Button, Card, Group, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { PageHeader } from "../parts/page-header.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import type { SeriesQuestion } from "./api-call.ts";
import { EntityFilter } from "./entity-filter.tsx";
import { type ExploreState, QUERIES_MAX, queryName, readAddress, writeAddress } from "./explore-address.ts";
import { FirstSteps } from "./first-steps.tsx";
import { QueryCard } from "./query-card.tsx";
import { QueryProblem } from "./query-problem.tsx";
import classes from "./results.module.css";
import { Results } from "./results.tsx";
import { isOfEntities } from "./selector-place.ts";
import { ShareMenu } from "./share-menu.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useRows } from "./use-rows.ts";

/** Any metric, split and filtered, as chart, table or list; all of it in the address. */
export default function ExplorePage() {
  const [params, setParams] = useSearchParams();
  const [range, setRange] = useRange();
  const state = useMemo(() => readAddress(params), [params]);
  const change = (part: Partial<ExploreState>): void =>
    setParams((before) => writeAddress(before, { ...readAddress(before), ...part }), { replace: true });
  const setQuery = (i: number, selector: string): void =>
    change({ queries: state.queries.map((one, k) => (k === i ? selector : one)) });

  const questions = state.queries.map((metricSelector): SeriesQuestion | undefined =>
    metricSelector === ""
      ? undefined
      : {
          metricSelector,
          entitySelector: state.entities === "" ? undefined : state.entities,
          ...range,
          resolution: state.resolution === "" ? undefined : state.resolution,
        },
  );
  const { rows, warnings, notes, failures, isPending } = useRows(state.queries, questions);
  const entityFailure = failures.find(isOfEntities);
  const isFresh = state.queries.every((query) => query === "");
  const isFull = state.queries.length >= QUERIES_MAX;
  return (
    <>
      <PageHeader
        title="Explore"
        about="Any metric, split and filtered."
        actions={
          <>
            <RangePicker range={range} onChange={setRange} />
            <ShareMenu questions={questions.filter((one) => one !== undefined)} rows={rows} />
          </>
        }
      />
      <Stack gap="sm">
        {state.queries.map((selector, i) => (
          <QueryCard
            // Queries have no other name than their place.
            key={queryName(i)}
            name={queryName(i)}
            selector={selector}
            entities={state.entities}
            failure={isOfEntities(failures[i]) ? null : failures[i]}
            range={range}
            onChange={(next) => setQuery(i, next)}
            onCopy={
              isFull ? undefined : () => change({ queries: state.queries.toSpliced(i + 1, 0, selector) })
            }
            onRemove={
              state.queries.length === 1
                ? undefined
                : () => change({ queries: state.queries.toSpliced(i, 1) })
            }
          />
        ))}
        <Group gap="sm" align="flex-end">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={isFull}
            onClick={() => change({ queries: [...state.queries, ""] })}
          >
            Add query
          </Button>
          <div style={{ flex: "1 1 280px" }}>
            <EntityFilter text={state.entities} onApply={(entities) => change({ entities })} />
          </div>
        </Group>
        {entityFailure === undefined ? null : (
          <QueryProblem failure={entityFailure} selector="" entities={state.entities} />
        )}
        {isFresh ? (
          <FirstSteps onPick={(selector) => setQuery(0, selector)} />
        ) : (
          <Card className={classes["panel"]}>
            <Toolbar state={state} onChange={change} />
            <Results
              rows={rows}
              warnings={warnings}
              state={state}
              notes={notes}
              emptyText={emptyText(isPending, failures)}
              onZoom={(fromMs, toMs) => setRange({ from: String(fromMs), to: String(toMs) })}
            />
          </Card>
        )}
      </Stack>
    </>
  );
}

function emptyText(isPending: boolean, failures: readonly unknown[]): string {
  if (isPending) return "Loading …";
  const isRefused = failures.some((failure) => failure !== null);
  return isRefused ? "Nothing to show: what is asked for above was refused" : "Nothing measured in this time";
}
