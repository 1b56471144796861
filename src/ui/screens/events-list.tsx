import { Button, Skeleton, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Event } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import type { TimeRange } from "../words/time.ts";
import { eventsWhere, eventsWith, type Where } from "./event-filter.ts";
import { useEvents } from "./screen-queries.ts";
import classes from "./screens.module.css";
import { trapName, varbindWords } from "./trap-words.ts";
import { useInView } from "./use-in-view.ts";

export interface EventsListProps {
  readonly label: string;
  readonly entityIds: readonly string[];
  /** `log` for log records; undefined for all that happened. */
  readonly kind: string | undefined;
  readonly range: TimeRange;
  /** Shown at once; more when asked for. */
  readonly rows: number;
  /** Attributes that they must have, all of them. */
  readonly where?: readonly Where[] | undefined;
  /** What else the manifest wants of them, and nobody here understands. */
  readonly unread?: readonly string[] | undefined;
}

const ALL: readonly Where[] = [];

const TONE = { warning: "warning", error: "error" } as const;
const FILTER_FROM = 8;

/** What happened to entities, or what they wrote into their logs, latest first. */
export function EventsList(props: EventsListProps) {
  const { label, entityIds, kind, range, rows, where = ALL, unread = [] } = props;
  const { ref, seen, inView } = useInView<HTMLDivElement>();
  const [text, setText] = useState("");
  const [limit, setLimit] = useState(rows);
  const { events: all, error, isPending } = useEvents(entityIds, kind, range, { seen, inView });
  const events = eventsWhere(all, where);
  const found = eventsWith(events, text);
  return (
    <div ref={ref} className={classes["events"]}>
      {error === undefined ? null : <Notice failure={error} />}
      {unread.length === 0 ? null : (
        <Text size="xs" c="dimmed" mb="xs">
          More is shown than the manifest wants: this part of its filterQuery is not understood here:{" "}
          {unread.join(" AND ")}
        </Text>
      )}
      {events.length >= FILTER_FROM ? (
        <TextInput
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Filter"
          aria-label={`Filter ${label}`}
          leftSection={<IconSearch size={14} />}
          maw={280}
          mb="xs"
        />
      ) : null}
      {isPending && entityIds.length > 0 && error === undefined ? <Skeleton h={68} animate={seen} /> : null}
      {found.length === 0 && !(isPending && entityIds.length > 0) ? (
        <p className={classes["nothing"]}>
          {text === "" ? `No ${kind === "log" ? "logs" : "events"} in this time` : `None matches "${text}"`}
        </p>
      ) : null}
      <ol className={classes["eventRows"]} aria-label={label}>
        {found.slice(0, limit).map((event, i) => (
          <EventRow key={`${event.timestamp} ${event.entityId ?? ""} ${i}`} event={event} />
        ))}
      </ol>
      {found.length > limit ? (
        <Button variant="subtle" onClick={() => setLimit(limit + 50)}>
          Show {Math.min(50, found.length - limit)} more
        </Button>
      ) : null}
    </div>
  );
}

function EventRow({ event: { timestamp, severity, title, attributes } }: { readonly event: Event }) {
  // Ids of entities mean nothing to people.
  const entries = Object.entries(attributes ?? {}).filter(([key]) => !key.startsWith("dt.entity."));
  const [first = "", ...rest] = title.trimEnd().split("\n");
  const [name, varbinds] = [trapName(attributes), varbindWords(attributes)];
  const told = (
    <>
      {severity === "info" ? null : (
        <span className={classes["eventLevel"]}>
          <ToneBadge tone={TONE[severity]}>{severity}</ToneBadge>
        </span>
      )}
      {name === undefined ? null : <span className={classes["eventName"]}>{name}</span>}
      {first}
      {varbinds === "" ? null : (
        <span className={classes["varbinds"]} title={varbinds}>
          {varbinds}
        </span>
      )}
    </>
  );
  return (
    <li className={classes["event"]}>
      <span className={classes["eventWhen"]}>
        <When at={timestamp} />
      </span>
      {entries.length === 0 && rest.length === 0 ? (
        <span className={classes["eventText"]}>{told}</span>
      ) : (
        <details className={classes["eventText"]}>
          <summary>{told}</summary>
          {rest.length === 0 ? null : <pre className={classes["eventMore"]}>{rest.join("\n")}</pre>}
          <dl className={classes["eventAttributes"]}>
            {entries.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
