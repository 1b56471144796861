import type { Event } from "../../api/contract/index.ts";

/** Those with all words of a text in title or attributes, without regard to case. */
export function eventsWith(events: readonly Event[], text: string): readonly Event[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return events;
  return events.filter(({ title, attributes }) => {
    const all = [title, ...Object.entries(attributes ?? {}).flat()].join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** An attribute that a log record must have; `content` is its text, or a part of it. */
export interface Where {
  readonly key: string;
  readonly value: string;
}

/** Those that have all of these attributes. */
export const eventsWhere = (events: readonly Event[], where: readonly Where[]): readonly Event[] =>
  where.length === 0
    ? events
    : events.filter((event) =>
        where.every(({ key, value }) =>
          key === "content" ? event.title.includes(value) : event.attributes?.[key] === value,
        ),
      );
