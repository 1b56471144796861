import { useComputedColorScheme } from "@mantine/core";
import type { Core, EdgeSingular, ElementDefinition } from "cytoscape";
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { Point } from "./layers.ts";
import { type Cytoscape, loadCytoscape } from "./load-cytoscape.ts";
import classes from "./map-canvas.module.css";
import { mapElements } from "./map-elements.ts";
import type { MapModel } from "./map-model.ts";
import { mapStyle } from "./map-style.ts";

export interface MapHandle {
  fit(): void;
  zoomBy(factor: number): void;
  /**
   * Brings a node or an edge into sight, with what it is linked with.
   * @param coveredRatio  how much of the map, from below, is covered by something else
   */
  show(id: string, coveredRatio: number): void;
}

export interface MapCanvasProps {
  readonly model: MapModel;
  readonly points: ReadonlyMap<string, Point>;
  /** Another one: everything has a new place. */
  readonly version: number;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onMove: (id: string, point: Point) => void;
  readonly onFailure: (failure: unknown) => void;
  readonly handle: RefObject<MapHandle | null>;
}

const PADDING = 28;
const ZOOM = { min: 0.05, max: 3, fitMax: 1.25, showMin: 0.55 } as const;

/** The map itself, drawn by cytoscape on a canvas. It has no focus: the list beside it is the way for keyboards. */
export function MapCanvas(props: MapCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const cytoscape = useCytoscape(props.onFailure);
  const cy = useCore(box, cytoscape, props);
  useElements(cy, props);
  useSelection(cy, props);
  useImperativeHandle(props.handle, () => handleOf(cy), [cy]);
  return (
    <>
      {/* By this id cytoscape knows its style to be there; the one it would make the policy forbids. */}
      <span id="__________cytoscape_stylesheet" hidden />
      <div ref={box} className={classes["canvas"]} data-testid="map-canvas" aria-hidden />
    </>
  );
}

function useCytoscape(onFailure: (failure: unknown) => void): Cytoscape | undefined {
  const [loaded, setLoaded] = useState<Cytoscape>();
  const failed = useRef(onFailure);
  useEffect(() => {
    loadCytoscape().then(
      (cytoscape) => setLoaded(() => cytoscape),
      (error: unknown) => failed.current(error),
    );
  }, []);
  return loaded;
}

function useCore(
  box: RefObject<HTMLDivElement | null>,
  cytoscape: Cytoscape | undefined,
  props: MapCanvasProps,
): Core | undefined {
  const [core, setCore] = useState<Core>();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (cytoscape === undefined || box.current === null) return;
    const cy = cytoscape({
      container: box.current,
      minZoom: ZOOM.min,
      maxZoom: ZOOM.max,
      boxSelectionEnabled: false,
      autounselectify: true,
      textureOnViewport: false,
      hideEdgesOnViewport: false,
      pixelRatio: "auto",
    });
    cy.on("tap", (event) => latest.current.onSelect(event.target === cy ? undefined : event.target.id()));
    cy.on("dragfree", "node", (event) =>
      latest.current.onMove(event.target.id(), { ...event.target.position() }),
    );
    cy.on("mouseover", "node, edge", (event) => {
      event.target.union(event.target.connectedEdges()).addClass("lit");
      box.current?.style.setProperty("cursor", "pointer");
    });
    cy.on("mouseout", "node, edge", () => {
      cy.elements(".lit").not(".kept").removeClass("lit");
      box.current?.style.removeProperty("cursor");
    });
    setCore(cy);
    return () => {
      setCore(undefined);
      cy.destroy();
    };
  }, [box, cytoscape]);
  return core;
}

/** Brings what is drawn up to date; what stays keeps its place and is not drawn anew. */
function useElements(cy: Core | undefined, { model, points, version }: MapCanvasProps): void {
  const scheme = useComputedColorScheme("light");
  const fitted = useRef<{ readonly core: Core | undefined; readonly version: number }>({
    core: undefined,
    version: -1,
  });
  useEffect(() => {
    cy?.style(mapStyle(scheme));
  }, [cy, scheme]);
  useEffect(() => {
    if (cy === undefined || points.size === 0) return;
    const isNew = fitted.current.core !== cy || fitted.current.version !== version;
    cy.batch(() => update(cy, mapElements(model, scheme), points));
    if (!isNew) return;
    fitted.current = { core: cy, version };
    fit(cy);
  }, [cy, model, points, version, scheme]);
}

/** Classes of what is selected or pointed at; they stay when data comes in. */
const MARKS = ["lit", "kept", "dim", "selected"] as const;

function update(cy: Core, elements: readonly ElementDefinition[], points: ReadonlyMap<string, Point>): void {
  const wanted = new Set(elements.map(({ data }) => String(data.id)));
  cy.elements()
    .filter((one) => !wanted.has(one.id()))
    .remove();
  const added: ElementDefinition[] = [];
  for (const element of elements) {
    const id = String(element.data.id);
    const known = cy.getElementById(id);
    const point = points.get(id);
    if (known.empty()) {
      added.push(point === undefined ? element : { ...element, position: { ...point } });
      continue;
    }
    known.data(element.data);
    const isLit = (name: (typeof MARKS)[number]): string => (known.hasClass(name) ? ` ${name}` : "");
    known.classes(`${String(element.classes ?? "")}${MARKS.map(isLit).join("")}`);
    if (point !== undefined && !known.grabbed()) known.position({ ...point });
  }
  cy.add(added);
  cy.edges().forEach((edge) => void edge.toggleClass("arc", isAlongRank(edge, points)));
}

/** A straight line along a rank would run through the nodes in between. */
function isAlongRank(edge: EdgeSingular, points: ReadonlyMap<string, Point>): boolean {
  const [from, to] = [points.get(edge.source().id()), points.get(edge.target().id())];
  return from !== undefined && to !== undefined && from.y === to.y && Math.abs(from.x - to.x) > ARC_FROM_PX;
}

const ARC_FROM_PX = 180;

/** What is selected and what it is linked with stand out; the rest steps back. */
function useSelection(cy: Core | undefined, { model, points, selected }: MapCanvasProps): void {
  useEffect(() => {
    if (cy === undefined) return;
    cy.batch(() => {
      cy.elements().removeClass("dim lit kept selected");
      const one = selected === undefined ? cy.collection() : cy.getElementById(selected);
      if (one.empty()) return;
      const near = one.union(one.neighborhood()).union(one.connectedNodes());
      cy.elements().not(near).addClass("dim");
      near.addClass("lit kept");
      one.addClass("selected");
    });
  }, [cy, model, points, selected]);
}

function fit(cy: Core): void {
  cy.fit(undefined, PADDING);
  if (cy.zoom() > ZOOM.fitMax) {
    cy.zoom(ZOOM.fitMax);
    cy.center();
  }
}

function showAround(cy: Core, id: string, coveredRatio: number): void {
  const one = cy.getElementById(id);
  if (one.empty()) return;
  const near = one.union(one.neighborhood()).union(one.connectedNodes()).boundingBox();
  const height = cy.height() * (1 - coveredRatio);
  const fitting = Math.min((cy.width() - 2 * PADDING) / near.w, (height - 2 * PADDING) / near.h);
  const zoom = Math.min(ZOOM.fitMax, Math.max(ZOOM.showMin, fitting));
  // What does not fit in as a whole is shown around itself.
  const box = fitting < ZOOM.showMin ? one.boundingBox() : near;
  const pan = {
    x: cy.width() / 2 - ((box.x1 + box.x2) / 2) * zoom,
    y: height / 2 - ((box.y1 + box.y2) / 2) * zoom,
  };
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  cy.stop().animate({ zoom, pan }, { duration: isCalm ? 0 : SHOW_MS });
}

const SHOW_MS = 220;

function handleOf(cy: Core | undefined): MapHandle {
  return {
    fit: () => cy !== undefined && fit(cy),
    zoomBy: (factor) =>
      cy?.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    show: (id, coveredRatio) => cy !== undefined && showAround(cy, id, coveredRatio),
  };
}
