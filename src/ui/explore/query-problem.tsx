import { Notice } from "../parts/notice.tsx";
import classes from "./query.module.css";
import { partsAt, placeIn } from "./selector-place.ts";

export interface QueryProblemProps {
  readonly failure: unknown;
  /** What was asked, to show the place in it. */
  readonly selector: string;
  readonly entities: string;
}

/** Why a query was refused; where the service names a place in the text, with the place. */
export function QueryProblem({ failure, selector, entities }: QueryProblemProps) {
  const place = failure instanceof Error ? placeIn(failure.message) : undefined;
  if (place === undefined) return <Notice failure={failure} />;
  const text = place.selector === "metric" ? selector : entities;
  const [before, wrong, after] = partsAt(text, place.at);
  return (
    <div className={classes["problem"]}>
      <Notice
        tone="error"
        title={`${place.selector === "metric" ? "Selector" : "Entity selector"}: ${place.problem}`}
      >
        <code className={classes["text"]} aria-label={`At character ${place.at + 1} of ${text}`} role="img">
          {before}
          <mark>{wrong}</mark>
          {after}
        </code>
      </Notice>
    </div>
  );
}
