import { Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { EdgeDetails } from "./edge-details.tsx";
import type { MapModel } from "./map-model.ts";
import { NodeDetails } from "./node-details.tsx";
import { NodeList } from "./node-list.tsx";
import classes from "./topology.module.css";

export interface PanelProps {
  readonly model: MapModel;
  readonly isLoading: boolean;
  readonly selected: string | undefined;
  readonly focus: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  /** Selects it and brings it into sight. */
  readonly onShow: (id: string) => void;
  readonly onFocus: (id: string) => void;
}

/** Beside the map, on a phone below it: the list of what is there, or the one that is selected. */
export function Panel(props: PanelProps) {
  const [isOpen, setOpen] = useState(false);
  const aside = useRef<HTMLElement>(null);
  const last = useRef<string>(undefined);
  useEffect(() => {
    // What had the focus is gone with what was shown before.
    if (last.current !== props.selected && document.activeElement === document.body) aside.current?.focus();
    if (props.selected !== undefined) last.current = props.selected;
  }, [props.selected]);
  const isSelected = props.selected !== undefined;
  const Icon = isOpen ? IconChevronDown : IconChevronUp;
  return (
    <aside
      ref={aside}
      tabIndex={-1}
      className={classes["panel"]}
      data-open={isOpen || isSelected || undefined}
      aria-label="On the map"
    >
      <UnstyledButton
        className={classes["handle"]}
        onClick={() => (isSelected ? props.onSelect(undefined) : setOpen(!isOpen))}
        aria-expanded={isOpen || isSelected}
      >
        <Text size="sm" fw={600}>
          {isSelected ? "Close" : "List"}
        </Text>
        <Icon size={16} aria-hidden />
      </UnstyledButton>
      <Content {...props} last={last.current} />
    </aside>
  );
}

function Content({
  model,
  isLoading,
  selected,
  focus,
  onSelect,
  onShow,
  onFocus,
  last,
}: PanelProps & { readonly last: string | undefined }) {
  const node = selected === undefined ? undefined : model.nodeById.get(selected);
  const edge = selected === undefined ? undefined : model.edgeById.get(selected);
  const show = (id: string | undefined): void => (id === undefined ? onSelect(undefined) : onShow(id));
  if (isLoading) return <Waiting />;
  if (node !== undefined) {
    const isFocus = focus !== undefined && (node.id === focus || node.ids?.includes(focus) === true);
    return (
      <NodeDetails
        node={node}
        model={model}
        isFocus={isFocus}
        onSelect={show}
        onFocus={() => onFocus(node.id)}
      />
    );
  }
  if (edge !== undefined) return <EdgeDetails edge={edge} model={model} onSelect={show} />;
  return <NodeList model={model} onSelect={onShow} last={last} />;
}

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

function Waiting() {
  return (
    <Stack gap="xs" p="sm">
      {ROWS.map((row) => (
        <Skeleton key={row} height={34} />
      ))}
    </Stack>
  );
}
