import { useEffect, useMemo, useRef, useState } from "react";
import { isCarrier } from "./kind.ts";
import { layeredLayout, type MapShape, type Point } from "./layers.ts";
import type { LayoutAnswer, LayoutRequest } from "./layout-messages.ts";
import type { MapModel } from "./map-model.ts";
import type { LayoutName } from "./map-query.ts";
import { readPlaces, writePlaces } from "./place-memory.ts";
import { keepPlaces } from "./placing.ts";

export interface LayoutState {
  /** Of all nodes of the model; empty until there are any. */
  readonly points: ReadonlyMap<string, Point>;
  /** Grows when everything has a new place: then the map is to be fitted. */
  readonly version: number;
  readonly busy: boolean;
  readonly failure: string | undefined;
  /** Lays everything out anew. */
  readonly arrange: () => void;
  /** Somebody put a node somewhere else. */
  readonly move: (id: string, point: Point) => void;
}

/** Room for the name below. */
const SIZE = { carrier: 70, other: 54 } as const;
const NONE: ReadonlyMap<string, Point> = new Map();

/**
 * Where nodes are. Places stay while data comes in, and for the session; a layout is made when the map is another one,
 * or when it is asked for.
 * @param options.part  names this part of the network and its layout
 */
export function useLayout(
  model: MapModel,
  { layout, shape, part }: { readonly layout: LayoutName; readonly shape: MapShape; readonly part: string },
): LayoutState {
  const [state, setState] = useState({ points: NONE, version: 0, part: "" });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const places = useRef({ part: "", points: NONE });
  const [wanted, setWanted] = useState(0);
  const done = useRef(0);
  const worker = useForceWorker();
  // Health comes and goes several times a minute; places depend on who is linked with whom alone.
  const links = useMemo(() => [...model.nodeById.keys(), ...model.edgeById.keys()].join(" "), [model]);
  const latest = useRef(model);
  useEffect(() => {
    latest.current = model;
  });

  useEffect(() => {
    const now = latest.current;
    if (links === "") return setBusy(false);
    if (places.current.part !== part) places.current = { part, points: readPlaces(part) };
    const isAsked = done.current !== wanted;
    const ids = now.nodes.map(({ id }) => id);
    const kept = keepPlaces(ids, now.edges, places.current.points);
    const settle = (points: ReadonlyMap<string, Point>, isNew: boolean): void => {
      places.current = { part, points };
      writePlaces(part, points);
      setState((before) => ({
        points,
        part,
        version: isNew || before.part !== part ? before.version + 1 : before.version,
      }));
      setBusy(false);
    };
    if (!isAsked && !kept.needsLayout) return settle(kept.points, false);
    done.current = wanted;
    if (layout === "layers") return settle(layeredLayout(now.nodes, now.edges, shape), true);
    setBusy(true);
    setFailure(undefined);
    return worker(requestOf(now), ({ points, failure: why }) => {
      setFailure(why);
      settle(why === undefined ? new Map(points) : kept.points, true);
    });
  }, [links, layout, shape, part, wanted, worker]);

  return {
    points: state.part === part ? state.points : NONE,
    version: state.version,
    busy,
    failure,
    arrange: () => setWanted((before) => before + 1),
    move: (id, point) => {
      const points = new Map(places.current.points).set(id, point);
      places.current = { part, points };
      writePlaces(part, points);
      // Without that it would be back where it was as soon as a device changes its health.
      setState((before) => (before.part === part ? { ...before, points } : before));
    },
  };
}

const requestOf = ({ nodes, edges }: MapModel): Omit<LayoutRequest, "number"> => ({
  nodes: nodes.map(({ id, kind }) => ({ id, size: isCarrier(kind) ? SIZE.carrier : SIZE.other })),
  edges: edges.map(({ from, to }) => ({ from, to })),
});

type RunForce = (request: Omit<LayoutRequest, "number">, done: (answer: LayoutAnswer) => void) => () => void;

/** A worker that is there from the first force layout until the page is left; of several requests the last counts. */
function useForceWorker(): RunForce {
  const held = useRef<{ worker?: Worker; number: number; done?: (answer: LayoutAnswer) => void }>({
    number: 0,
  });
  useEffect(
    () => () => {
      held.current.worker?.terminate();
      delete held.current.worker;
    },
    [],
  );
  const run = useRef<RunForce>((request, done) => {
    const one = held.current;
    one.number += 1;
    one.done = done;
    one.worker ??= startWorker(
      ({ number, ...answer }) => {
        if (number === one.number) one.done?.({ number, ...answer });
      },
      (failure) => {
        delete one.worker;
        one.done?.({ number: one.number, points: [], failure });
      },
    );
    one.worker.postMessage({ ...request, number: one.number } satisfies LayoutRequest, NO_TRANSFER);
    return () => {
      if (one.done === done) delete one.done;
    };
  });
  return run.current;
}

const NO_TRANSFER: StructuredSerializeOptions = {};

function startWorker(onAnswer: (answer: LayoutAnswer) => void, onFailure: (failure: string) => void): Worker {
  const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<LayoutAnswer>) => onAnswer(data));
  // Its file may be gone when the service was upgraded under the open page.
  worker.addEventListener("error", () => onFailure("The layout could not be loaded. Load the page anew."));
  return worker;
}
