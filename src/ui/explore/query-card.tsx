import { ActionIcon, Card } from "@mantine/core";
import { IconCode, IconCopyPlus, IconListDetails, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CopyText } from "../parts/copy-text.tsx";
import type { TimeRange } from "../words/time.ts";
import classes from "./query.module.css";
import { QueryBuilder } from "./query-builder.tsx";
import { QueryProblem } from "./query-problem.tsx";
import { QueryText } from "./query-text.tsx";
import { readSelector } from "./read-selector.ts";
import { emptyQuery, selectorOf } from "./selector.ts";
import { startingQuery } from "./starting-query.ts";
import { metricQuery, useMetric } from "./use-metrics.ts";

export interface QueryCardProps {
  readonly name: string;
  /** Empty: nothing is chosen yet. */
  readonly selector: string;
  readonly entities: string;
  readonly failure: unknown;
  readonly range: TimeRange;
  readonly onChange: (selector: string) => void;
  /** Undefined: there are as many queries as there can be. */
  readonly onCopy: (() => void) | undefined;
  /** Undefined: it is the only one. */
  readonly onRemove: (() => void) | undefined;
}

/** One query, by choosing or as text. What the builder cannot show stays text. */
export function QueryCard(props: QueryCardProps) {
  const { name, selector, entities, failure, range, onChange, onCopy, onRemove } = props;
  const [wantsText, setWantsText] = useState(false);
  const built = selector === "" ? undefined : readSelector(selector);
  const isBeyond = selector !== "" && built === undefined;
  const isText = wantsText || isBeyond;
  const { data: metric } = useMetric(built?.metric);
  const pick = usePick(onChange);
  return (
    <Card component="section" aria-label={`Query ${name}`}>
      <div className={classes["row"]}>
        <span className={classes["name"]} aria-hidden>
          {name}
        </span>
        <div className={classes["body"]}>
          {isText ? (
            <QueryText label={`Selector of ${name}`} text={selector} onApply={onChange} />
          ) : (
            <QueryBuilder
              {...{ name, metric, range }}
              query={built}
              onPick={(key) => void pick(key)}
              onChange={(next) => onChange(selectorOf(next))}
            />
          )}
          {isText || selector === "" ? null : (
            <div className={classes["selector"]} title={selector}>
              {selector}
            </div>
          )}
          {failure === null || failure === undefined ? null : (
            <QueryProblem {...{ failure, selector, entities }} />
          )}
        </div>
        <div className={classes["actions"]}>
          <ActionIcon
            aria-label={isText ? "Use the builder" : "Edit as text"}
            title={
              isBeyond ? "The builder cannot show this selector" : isText ? "Use the builder" : "Edit as text"
            }
            disabled={isBeyond}
            onClick={() => setWantsText(!isText)}
          >
            {isText ? <IconListDetails size={16} /> : <IconCode size={16} />}
          </ActionIcon>
          {selector === "" ? null : <CopyText text={selector} what="selector" />}
          <ActionIcon
            aria-label="Duplicate query"
            title="Duplicate query"
            disabled={onCopy === undefined}
            onClick={onCopy}
          >
            <IconCopyPlus size={16} />
          </ActionIcon>
          <ActionIcon
            aria-label="Remove query"
            title="Remove query"
            disabled={onRemove === undefined}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      </div>
    </Card>
  );
}

/** Chooses a metric, with a way to look at it that suits it. */
export function usePick(onChange: (selector: string) => void): (key: string) => Promise<void> {
  const client = useQueryClient();
  return async (key) => {
    try {
      onChange(selectorOf(startingQuery(await client.fetchQuery(metricQuery(key)))));
    } catch {
      // The query itself says what is wrong.
      onChange(selectorOf(emptyQuery(key)));
    }
  };
}
