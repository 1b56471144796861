import { Text, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, memo, useCallback, useMemo, useRef, useState } from "react";
import classes from "./faceplate.module.css";
import { type Block, type FaceplateModule, layoutFaceplate } from "./faceplate-layout.ts";
import { CELL, FaceplatePort, HEIGHT_OF } from "./faceplate-port.tsx";
import { type Direction, portBeside } from "./faceplate-walk.ts";
import { PortCard } from "./port-card.tsx";
import { type ColourMode, portLook } from "./port-look.ts";
import type { PortRow } from "./port-row.ts";

export interface FaceplateProps {
  readonly rows: readonly PortRow[];
  readonly mode: ColourMode;
  readonly selected: string | undefined;
  /** Keys that the filter of the table lets through. */
  readonly shown: ReadonlySet<string>;
  /** How the ports are now nobody knows. */
  readonly isOld: boolean;
  readonly onOpen: (key: string) => void;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface Pointed {
  readonly key: string;
  readonly at: DOMRect;
}

/** The front of the switch. Arrows go from port to port, Enter opens one. */
export function Faceplate({ rows, mode, selected, shown, isOld, onOpen }: FaceplateProps) {
  const layout = useMemo(() => layoutFaceplate(rows), [rows]);
  const host = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | undefined>();
  const [current, setCurrent] = useState<string | undefined>();
  const first = layout.units[0]?.modules[0]?.blocks[0]?.ports[0]?.row.key;
  const byKey = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  const row = pointed && byKey.get(pointed.key);

  const point = useCallback((target: EventTarget) => {
    const element = portOf(target);
    const key = element?.dataset["port"];
    setPointed(
      element === null || key === undefined ? undefined : { key, at: element.getBoundingClientRect() },
    );
    if (key !== undefined && element?.matches("g")) setCurrent(key);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = portOf(event.target)?.dataset["port"];
    if (key === undefined) return;
    if (event.key === "Escape") return setPointed(undefined);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return onOpen(key);
    }
    const direction = DIRECTIONS[event.key];
    const next = direction && portBeside(layout, key, direction);
    if (next === undefined) return;
    event.preventDefault();
    host.current?.querySelector<SVGGElement>(`g[data-port="${CSS.escape(next)}"]`)?.focus();
  };

  return (
    <div
      ref={host}
      className={classes["faceplate"]}
      data-old={isOld || undefined}
      role="group"
      aria-label="Ports as they are on the device; arrow keys go from port to port, Enter opens one"
      onPointerOver={(event) => point(event.target)}
      onPointerLeave={() => setPointed(undefined)}
      onFocus={(event) => point(event.target)}
      onBlur={() => setPointed(undefined)}
      onScroll={() => setPointed(undefined)}
      onClick={(event) => {
        const key = portOf(event.target)?.dataset["port"];
        if (key !== undefined) onOpen(key);
      }}
      onKeyDown={onKeyDown}
    >
      {layout.units.map((unit) => (
        <div key={unit.key} className={classes["unit"]}>
          {unit.title === "" ? null : (
            <span className={`${classes["title"]} ${classes["unitTitle"]}`}>{unit.title}</span>
          )}
          {unit.modules.map((module) => (
            <Module
              key={module.key}
              module={module}
              mode={mode}
              selected={selected}
              shown={shown}
              current={current ?? first}
            />
          ))}
        </div>
      ))}
      <Others title="Management" rows={layout.management} mode={mode} />
      <Others title="Aggregates" rows={layout.aggregates} mode={mode} />
      <Others title="Virtual" rows={layout.virtual} mode={mode} />
      {pointed === undefined || row === undefined ? null : <PortCard row={row} at={pointed.at} />}
    </div>
  );
}

const portOf = (target: EventTarget): (HTMLElement | SVGElement) | null =>
  target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-port]") : null;

interface ModuleProps {
  readonly module: FaceplateModule;
  readonly mode: ColourMode;
  readonly selected: string | undefined;
  readonly shown: ReadonlySet<string>;
  readonly current: string | undefined;
}

function Module({ module, ...rest }: ModuleProps) {
  return (
    <div>
      {module.title === "" ? null : <div className={classes["title"]}>{module.title}</div>}
      <div className={classes["blocks"]}>
        {module.blocks.map((block) => (
          <BlockPicture key={block.key} block={block} {...rest} />
        ))}
      </div>
    </div>
  );
}

const BlockPicture = memo(function BlockPicture({
  block,
  mode,
  selected,
  shown,
  current,
}: Omit<ModuleProps, "module"> & { readonly block: Block }) {
  const width = block.columns * CELL;
  const height = HEIGHT_OF[block.lines === 1 ? 1 : 2];
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {block.ports.map((port) => (
        <FaceplatePort
          key={port.row.key}
          port={port}
          mode={mode}
          isUplink={block.isUplink}
          isSelected={port.row.key === selected}
          isDimmed={!shown.has(port.row.key)}
          isCurrent={port.row.key === current}
        />
      ))}
    </svg>
  );
});

/** A server has hundreds of them. */
const OTHERS_MAX = 40;

function Others({
  title,
  rows,
  mode,
}: {
  readonly title: string;
  readonly rows: readonly PortRow[];
  readonly mode: ColourMode;
}) {
  if (rows.length === 0) return null;
  return (
    <div className={classes["others"]}>
      <Text span className={classes["title"]} w={84}>
        {title}
      </Text>
      {rows.slice(0, OTHERS_MAX).map((row) => (
        <UnstyledButton key={row.key} className={classes["chip"]} data-port={row.key}>
          <span className={`${classes["dot"]} ${classes[portLook(row, mode).tone]}`} aria-hidden />
          {row.name}
          <Text span size="xs" c="dimmed">
            {row.stateWords.toLowerCase()}
          </Text>
        </UnstyledButton>
      ))}
      {rows.length > OTHERS_MAX ? (
        <Text size="xs" c="dimmed">
          and {rows.length - OTHERS_MAX} more, in the table
        </Text>
      ) : null}
    </div>
  );
}
