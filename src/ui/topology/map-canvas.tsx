import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { MapDrawing, type Pointed } from "./drawing/map-drawing.ts";
import { sceneOf } from "./drawing/scene.ts";
import type { Point } from "./layers.ts";
import classes from "./map-canvas.module.css";
import type { MapModel } from "./map-model.ts";
import { MapTip } from "./map-tip.tsx";

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
  readonly onFocus: (id: string) => void;
  readonly onFailure: (failure: unknown) => void;
  readonly handle: RefObject<MapHandle | null>;
}

/** The map itself, drawn on a canvas. It has no focus: the list beside it is the way for keyboards. */
export function MapCanvas(props: MapCanvasProps) {
  const { model, selected, handle } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<Pointed>();
  const drawing = useDrawing(canvas, props, setPointed);
  const scheme = useComputedColorScheme("light");
  useEffect(() => drawing?.setScheme(scheme), [drawing, scheme]);
  useScene(drawing, props);
  useEffect(() => drawing?.setSelected(selected), [drawing, selected]);
  useImperativeHandle(handle, () => handleOf(drawing), [drawing]);
  return (
    <>
      <canvas ref={canvas} className={classes["canvas"]} data-testid="map-canvas" aria-hidden />
      {pointed === undefined ? null : <MapTip key={pointed.id} pointed={pointed} model={model} />}
    </>
  );
}

function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  props: MapCanvasProps,
  onPoint: (pointed: Pointed | undefined) => void,
): MapDrawing | undefined {
  const [drawing, setDrawing] = useState<MapDrawing>();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (canvas.current === null) return;
    try {
      const one = new MapDrawing(canvas.current, {
        onSelect: (id) => latest.current.onSelect(id),
        onMove: (id, point) => latest.current.onMove(id, point),
        onFocus: (id) => latest.current.onFocus(id),
        onPoint,
      });
      setDrawing(one);
      return () => one.end();
    } catch (error) {
      return latest.current.onFailure(error);
    }
  }, [canvas, onPoint]);
  return drawing;
}

/** Brings what is drawn up to date; everything is shown when everything has a new place. */
function useScene(drawing: MapDrawing | undefined, { model, points, version }: MapCanvasProps): void {
  const fitted = useRef<{ readonly drawing: MapDrawing; readonly version: number }>(undefined);
  const scene = useMemo(() => sceneOf(model, points), [model, points]);
  useEffect(() => {
    // Between two parts of the network the one from before stays.
    const isWaiting = points.size === 0 && model.nodes.length > 0;
    if (drawing === undefined || isWaiting) return;
    drawing.setScene(scene);
    if (fitted.current?.drawing === drawing && fitted.current.version === version) return;
    fitted.current = { drawing, version };
    drawing.fit(true);
  }, [drawing, scene, model, points, version]);
}

const handleOf = (drawing: MapDrawing | undefined): MapHandle => ({
  fit: () => drawing?.fit(),
  zoomBy: (factor) => drawing?.zoomBy(factor),
  show: (id, coveredRatio) => drawing?.show(id, coveredRatio),
});
