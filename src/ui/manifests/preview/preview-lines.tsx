import { Badge, Group, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { Preview } from "../../../api/contract/index.ts";
import { CopyText } from "../../parts/copy-text.tsx";
import { formatCount } from "../../words/units.ts";
import { type ChangedLines, seriesOf } from "../editor/changed-lines.ts";
import classes from "./preview.module.css";

const LINE_PX = 20;

interface Props {
  readonly preview: Preview;
  readonly changed: ChangedLines;
}

/** The lines as they would be sent; series that the run before did not have are marked. */
export function PreviewLines({ preview, changed }: Props) {
  const [filter, setFilter] = useState("");
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const shown = useMemo(
    () => preview.lines.filter((line) => line.toLowerCase().includes(wanted)),
    [preview.lines, wanted],
  );
  return (
    <div className={classes["fill"]}>
      <Group gap="xs" mb={6}>
        <TextInput
          aria-label="Filter lines"
          placeholder="Filter: key, dimension, value"
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          w={230}
        />
        <Text size="xs" c="dimmed">
          {countWords(shown.length, preview)}
        </Text>
        {changed.added.size > 0 ? (
          <Badge color="green">{formatCount(changed.added.size)} new series</Badge>
        ) : null}
        {changed.removed.length > 0 ? (
          <Badge color="red" title={changed.removed.slice(0, 20).join("\n")}>
            {formatCount(changed.removed.length)} gone
          </Badge>
        ) : null}
        <CopyText text={shown.join("\n")} what="these lines" />
      </Group>
      <LineList lines={shown} added={changed.added} />
    </div>
  );
}

function countWords(shown: number, { lines, totalLines }: Preview): string {
  const all =
    totalLines > lines.length
      ? `the first ${formatCount(lines.length)} of ${formatCount(totalLines)}`
      : formatCount(totalLines);
  return shown === lines.length ? `${all} lines` : `${formatCount(shown)} of ${all} lines`;
}

function LineList({
  lines,
  added,
}: {
  readonly lines: readonly string[];
  readonly added: ReadonlySet<string>;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  return (
    <div ref={scroller} className={classes["lines"]} tabIndex={0} role="region" aria-label="Lines">
      <div style={{ height: virtual.getTotalSize() }} className={classes["all"]}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]!;
          return (
            <div
              key={index}
              className={classes["line"]}
              data-new={added.has(line) || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LineText line={line} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Key, dimensions and value told apart. */
function LineText({ line }: { readonly line: string }) {
  const series = seriesOf(line);
  const comma = series.indexOf(",");
  const key = comma < 0 ? series : series.slice(0, comma);
  return (
    <>
      <span className={classes["key"]}>{key}</span>
      <span className={classes["dimensions"]}>{series.slice(key.length)}</span>
      <span className={classes["value"]}>{line.slice(series.length)}</span>
    </>
  );
}
