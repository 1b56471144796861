import { Badge, Group, Skeleton, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type CSSProperties, useMemo } from "react";
import { useLocation } from "wouter";
import type { Entity, ScreenCardOf } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { parseSort, type Sort, sortText } from "../parts/table-sort.ts";
import type { TimeRange } from "../words/time.ts";
import { formatCount } from "../words/units.ts";
import { CardFrame } from "./card-frame.tsx";
import { ChartGrid, type ChartSurroundings, useVisibleCharts } from "./chart-grid.tsx";
import { entityColumns } from "./entity-columns.tsx";
import { fieldsOf, narrowed, rowsWith } from "./entity-rows.ts";
import { useRowSeries } from "./row-series.ts";
import { askEntities, ROWS_MAX, refetchEvery } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { useCardState } from "./use-card-state.ts";
import { useInView } from "./use-in-view.ts";

export interface EntitiesCardProps extends ChartSurroundings {
  readonly card: ScreenCardOf<"entities">;
  /** CSS height of the rows; default: as many as the manifest wants to see. */
  readonly maxHeight?: string | undefined;
}

const BY_NAME: Sort = { key: "name", descending: false };
const ROW_HEIGHT = 34;
const CHART_ROW_HEIGHT = 46;
/** A filter for fewer rows would be more to look at than they are. */
const FILTER_FROM = 8;

/** A list of entities: every row there is, filtered and ordered at once. */
export function EntitiesCard({ card, maxHeight, ...surroundings }: EntitiesCardProps) {
  const { range } = surroundings;
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const [text, setText] = useCardState("find", card.key);
  const [order, setOrder] = useCardState("sort", card.key);
  const [, go] = useLocation();
  const { rows, totalCount, isPartial, isPending, error, refetch } = useRows(card, text, range, {
    seen,
    inView,
  });
  const shown = useMemo(
    () => (isPartial ? rows : rowsWith(rows, text, card.columns)),
    [rows, isPartial, text, card.columns],
  );
  const sort = parseSort(order, BY_NAME);
  const series = useRowSeries(card, rows, range, inView);
  const above = useVisibleCharts(card.key, card.charts, card.visible);
  const { columns, width } = useMemo(() => entityColumns(card, rows, series), [card, rows, series]);
  const hasChartsAbove = card.chartsAbove && rows.length > 0;
  const rowHeight = card.charts.length > 0 ? CHART_ROW_HEIGHT : ROW_HEIGHT;
  return (
    <CardFrame
      title={card.title}
      about={card.description}
      beside={
        <Badge color="gray" variant="light" miw={28}>
          {isPending ? "…" : formatCount(totalCount)}
        </Badge>
      }
      actions={
        <Group gap="xs">
          {hasChartsAbove ? above.more : null}
          {totalCount >= FILTER_FROM || text !== "" ? (
            <TextInput
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              placeholder={isPartial ? "Filter by name" : "Filter"}
              aria-label={`Filter ${card.title}`}
              leftSection={<IconSearch size={14} />}
              w={200}
            />
          ) : null}
        </Group>
      }
    >
      {hasChartsAbove ? (
        <div className={classes["above"]}>
          <ChartGrid charts={above.charts} {...surroundings} />
        </div>
      ) : null}
      <div ref={ref}>
        {error !== null && rows.length === 0 ? (
          <Notice failure={error} onRetry={() => void refetch()} />
        ) : null}
        {isPending && error === null ? <Skeleton h={rowHeight * 4} animate={seen} /> : null}
        {isPending || (error !== null && rows.length === 0) ? null : (
          <div className={classes["list"]} style={{ "--list-width": `${width}px` } as CSSProperties}>
            <DataTable<Entity>
              label={`${card.title}, rows`}
              rows={shown}
              columns={columns}
              rowKey={idOf}
              sort={sort}
              onSort={(next) => setOrder(sortText(next) === sortText(BY_NAME) ? "" : sortText(next))}
              onOpen={({ entityId }) => go(entityPath(entityId))}
              rowHeight={rowHeight}
              maxHeight={maxHeight ?? `${(Math.min(card.rows, 15) + 1) * rowHeight}px`}
              empty={
                text === ""
                  ? (card.whyEmpty ?? "None was seen during the last three days")
                  : `None matches "${text}"`
              }
            />
          </div>
        )}
        {isPartial ? (
          <Text size="xs" c="dimmed" mt={4}>
            {formatCount(rows.length)} of {formatCount(totalCount)} are shown. Filter by name to find the
            others.
          </Text>
        ) : null}
      </div>
    </CardFrame>
  );
}

const idOf = ({ entityId }: Entity): string => entityId;
const NO_ROWS: readonly Entity[] = [];
const TYPING_MS = 250;
const LONG_FROM = 500;
const LONG_EVERY_MS = 60_000;

/** All rows, or of a list that is too long those that the service finds for the text. */
function useRows(
  card: ScreenCardOf<"entities">,
  text: string,
  range: TimeRange,
  { seen, inView }: { readonly seen: boolean; readonly inView: boolean },
) {
  const [typed] = useDebouncedValue(text, TYPING_MS);
  const all = useRowQuery(card, card.entitySelector, seen, refetchEvery(range, inView));
  const isPartial = (all.data?.totalCount ?? 0) > ROWS_MAX;
  const found = useRowQuery(card, narrowed(card.entitySelector, typed), isPartial && typed !== "", false);
  const asked = isPartial && typed !== "" ? found : all;
  return {
    rows: asked.data?.entities ?? NO_ROWS,
    totalCount: asked.data?.totalCount ?? 0,
    isPartial,
    isPending: asked.isPending,
    error: asked.error,
    refetch: asked.refetch,
  };
}

function useRowQuery(
  card: ScreenCardOf<"entities">,
  selector: string,
  enabled: boolean,
  refetchInterval: number | false,
) {
  const fields = fieldsOf(card);
  return useQuery({
    queryKey: ["entity-rows", selector, fields],
    queryFn: ({ signal }) => askEntities(selector, fields, signal),
    enabled,
    // Long lists are asked for less often: they change as seldom, and cost more.
    refetchInterval: ({ state: { data } }) =>
      refetchInterval !== false && (data?.totalCount ?? 0) > LONG_FROM ? LONG_EVERY_MS : refetchInterval,
    placeholderData: keepPreviousData,
  });
}
