import { Group, Text, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { ToneBadge } from "../parts/status-badge.tsx";
import { counted } from "../words/counted.ts";
import { byConcern, type MapModel, type MapNode } from "./map-model.ts";
import classes from "./topology.module.css";

const ROW_PX = 46;

/** Everything on the map as a list, worst first: the map for keyboards and screen readers. */
export function NodeList({
  model,
  onSelect,
  last,
}: {
  readonly model: MapModel;
  readonly onSelect: (id: string) => void;
  /** Was selected before: the list begins there. */
  readonly last: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const nodes = useMemo(() => byConcern(model.nodes), [model]);
  const virtual = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  /** A row that is not drawn yet has the focus a moment later; keys that come faster count from it. */
  const next = useRef<number>(undefined);
  const focusRow = (index: number): void => {
    next.current = index;
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => {
      if (next.current !== index) return;
      next.current = undefined;
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    });
  };
  const begin = useRef(() => {
    const index = nodes.findIndex(({ id }) => id === last);
    // Who is typing elsewhere goes on there.
    const { activeElement } = document;
    const isFree = activeElement === document.body || activeElement?.tagName === "ASIDE";
    if (index >= 0 && isFree) focusRow(index);
  });
  useEffect(() => begin.current(), []);
  const moveFocus = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const at = next.current ?? Number((event.target as HTMLElement).dataset["index"] ?? -1);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    focusRow(Math.max(0, Math.min(nodes.length - 1, step(at, nodes.length))));
  };
  if (nodes.length === 0)
    return (
      <Text size="sm" c="dimmed" p="sm">
        Nothing is on the map.
      </Text>
    );
  return (
    <div ref={scroller} className={classes["scroller"]}>
      <ul
        className={classes["list"]}
        style={{ height: virtual.getTotalSize() }}
        aria-label="What is on the map"
        onKeyDown={moveFocus}
      >
        {virtual.getVirtualItems().map(({ index, start, size }) => (
          <li
            key={nodes[index]!.id}
            style={{ transform: `translateY(${start}px)`, height: size }}
            aria-setsize={nodes.length}
            aria-posinset={index + 1}
          >
            <NodeRow
              node={nodes[index]!}
              links={model.edgesOf.get(nodes[index]!.id)?.length ?? 0}
              index={index}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

const PAGE = 10;
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function NodeRow({
  node,
  links,
  index,
  onSelect,
}: {
  readonly node: MapNode;
  readonly links: number;
  readonly index: number;
  readonly onSelect: (id: string) => void;
}) {
  return (
    <UnstyledButton className={classes["row"]} data-index={index} onClick={() => onSelect(node.id)}>
      <Group justify="space-between" gap={6} wrap="nowrap">
        <Text size="sm" truncate>
          {node.name}
        </Text>
        {node.tone === undefined || node.tone === "ok" ? null : (
          <ToneBadge tone={node.tone} size="sm" className={classes["still"] ?? ""}>
            {node.status}
          </ToneBadge>
        )}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {[node.addresses?.[0], node.detail ?? node.typeName, counted(links, "link")]
          .filter((part) => part !== undefined)
          .join(" · ")}
      </Text>
    </UnstyledButton>
  );
}
