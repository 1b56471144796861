import { useMemo } from "react";
import { now } from "../app/now.ts";
import type { SeriesQuestion } from "./api-call.ts";
import { queryName } from "./explore-address.ts";
import { limitNote, stepNote } from "./limit-note.ts";
import { readSelector } from "./read-selector.ts";
import { rowsOf } from "./series.ts";
import { firstKey, unitAfter, unitIn } from "./series-unit.ts";
import { useMetricsOf, useSeries } from "./use-metrics.ts";

/** Asks all queries of the page, and puts together what came back. @param questions  undefined where there is none yet */
export function useRows(selectors: readonly string[], questions: readonly (SeriesQuestion | undefined)[]) {
  const answers = useSeries(questions);
  const metrics = useMetricsOf(selectors.map(firstKey));
  const named = selectors.filter((one) => one !== "").length > 1;
  const told = answers.map(({ data }, i) => ({
    data,
    metric: metrics[i]?.data,
    selector: selectors[i] ?? "",
    i,
  }));
  const rows = useMemo(
    () =>
      rowsOf(
        told.flatMap(({ data, metric, selector, i }) =>
          data === undefined || selector === ""
            ? []
            : [
                {
                  query: queryName(i),
                  title: metric?.displayName ?? selector,
                  unit: unitOf(selector, metric?.unit),
                  data,
                },
              ],
        ),
        { named, nowMs: now() },
      ),
    // The answers themselves are new in every render, what they hold is not.
    [named, ...told.flatMap(({ data, metric, selector }) => [data, metric, selector])], // oxlint-disable-line react-hooks/exhaustive-deps
  );
  return {
    rows,
    notes: told.flatMap(({ selector, data, i }) => {
      const count = rows.filter(({ query }) => query === queryName(i)).length;
      const query = readSelector(selector);
      return [limitNote(query, count), stepNote(query, data?.resolution)]
        .filter((note) => note !== undefined)
        .map((note) => (named ? `${queryName(i)}: ${note}` : note));
    }),
    warnings: [...new Set(answers.flatMap(({ data }) => warningsOf(data)))],
    failures: answers.map(({ error }) => error),
    isPending: answers.some(({ isFetching, data }) => isFetching && data === undefined),
  };
}

function warningsOf(data: ReturnType<typeof useSeries>[number]["data"]): readonly string[] {
  return [...(data?.warnings ?? []), ...(data?.result ?? []).flatMap(({ warnings = [] }) => warnings)];
}

function unitOf(selector: string, unit = "Unspecified"): string {
  const built = readSelector(selector);
  return unitIn(selector) ?? (built === undefined ? unit : unitAfter(unit, built));
}
