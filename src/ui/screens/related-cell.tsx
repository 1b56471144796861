import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { Link } from "wouter";
import type { Entity } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { entityPath } from "../app/paths.ts";
import { rowSelector } from "./entity-rows.ts";
import { listPath } from "./links.ts";

export interface RelatedCellProps {
  readonly row: Entity;
  /** Selector of what is related, with a place for the row. */
  readonly template: string;
  /** Only how many there are. */
  readonly amount: boolean;
  readonly fallback: string | undefined;
}

const SHOWN_MAX = 20;
const STALE_AFTER_MS = 60_000;

interface Related {
  readonly totalCount: number;
  readonly entities: readonly Entity[];
}

/** What a row is connected with; asked for when the row is drawn. */
export function RelatedCell({ row, template, amount, fallback }: RelatedCellProps) {
  const entitySelector = rowSelector(template, row);
  const { data } = useQuery({
    queryKey: ["related", entitySelector],
    queryFn: ({ signal }) =>
      get<Related>("/api/v2/entities", {
        query: { entitySelector, pageSize: SHOWN_MAX, sort: "name" },
        signal,
      }),
    staleTime: STALE_AFTER_MS,
  });
  if (data === undefined) return null;
  if (data.totalCount === 0) return <span>{fallback ?? "–"}</span>;
  if (amount) {
    return (
      <Anchor component={Link} href={listPath(data.entities[0]?.type, entitySelector)} size="sm">
        {data.totalCount}
      </Anchor>
    );
  }
  return (
    <>
      {data.entities.map(({ entityId, displayName }, i) => (
        <Fragment key={entityId}>
          {i > 0 ? ", " : ""}
          <Anchor component={Link} href={entityPath(entityId)} size="sm">
            {displayName}
          </Anchor>
        </Fragment>
      ))}
    </>
  );
}
