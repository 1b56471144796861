// What a shared link says: which part of the map, how it is laid out, and what is selected.

export const LAYOUTS = ["layers", "force"] as const;
export type LayoutName = (typeof LAYOUTS)[number];
export const DEPTH_MAX = 4;

export interface MapQuery {
  /** Undefined: what the service shows by itself. */
  readonly types: readonly string[] | undefined;
  readonly focus: string | undefined;
  readonly depth: number;
  readonly text: string | undefined;
  readonly layout: LayoutName;
  /** Id of a node or an edge. */
  readonly selected: string | undefined;
}

export function readMapQuery(params: URLSearchParams): MapQuery {
  const text = (key: string): string | undefined => params.get(key)?.trim() || undefined;
  const depth = Number(params.get("depth") ?? 1);
  return {
    types: text("types")?.split(","),
    focus: text("focus"),
    depth: Number.isInteger(depth) && depth >= 1 && depth <= DEPTH_MAX ? depth : 1,
    text: text("text"),
    layout: LAYOUTS.find((one) => one === params.get("layout")) ?? "layers",
    selected: text("sel"),
  };
}

/** The query with changes; what is as it would be anyway is left out. */
export function writeMapQuery(before: URLSearchParams, changes: Partial<MapQuery>): URLSearchParams {
  const params = new URLSearchParams(before);
  const { types, focus, depth, text, layout, selected } = { ...readMapQuery(before), ...changes };
  const set = (key: string, value: string | undefined): void => {
    if (value === undefined || value === "") params.delete(key);
    else params.set(key, value);
  };
  set("types", types?.join(","));
  set("focus", focus);
  set("depth", focus === undefined || depth === 1 ? undefined : String(depth));
  set("text", focus === undefined ? text : undefined);
  set("layout", layout === "layers" ? undefined : layout);
  set("sel", selected);
  return params;
}

/** For the service, and the same text for the same part of the map. */
export function topologyQuery({ types, focus, depth, text }: MapQuery) {
  return { types: types?.join(","), focus, depth: focus === undefined ? undefined : depth, text };
}
