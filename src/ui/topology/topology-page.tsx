import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { useCallback, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { Busy } from "./busy.tsx";
import { NoLinks, NotAllowed, NothingFound, NothingYet } from "./empty-map.tsx";
import { FocusBar } from "./focus-bar.tsx";
import { MapButtons } from "./map-buttons.tsx";
import { MapCanvas, type MapHandle } from "./map-canvas.tsx";
import { MapLegend } from "./map-legend.tsx";
import type { MapModel } from "./map-model.ts";
import { type MapQuery, readMapQuery, writeMapQuery } from "./map-query.ts";
import { MapSearch } from "./map-search.tsx";
import { lacksLinks, mapWords } from "./map-words.ts";
import { Panel } from "./panel.tsx";
import classes from "./topology.module.css";
import { TypeChoice } from "./type-choice.tsx";
import { useLayout } from "./use-layout.ts";
import { type MapData, useMapData } from "./use-map-data.ts";

/** What is connected with what, as a map. */
export default function TopologyPage() {
  const { can } = useSession();
  return can("entities.read") ? <Topology /> : <NotAllowed />;
}

function Topology() {
  const [params, setParams] = useSearchParams();
  const query = readMapQuery(params);
  const change = useCallback(
    (changes: Partial<MapQuery>, replace = false) =>
      setParams((before) => writeMapQuery(before, changes), { replace }),
    [setParams],
  );
  const data = useMapData(query);
  return (
    <div className={classes["page"]}>
      <PageHeader title="Topology" about={<About data={data} query={query} />} />
      {data.failure === undefined ? null : (
        <Notice
          title={
            data.map === undefined ? "The map cannot be shown" : "The map could not be brought up to date"
          }
          failure={data.failure}
          onRetry={data.retry}
        />
      )}
      {data.healthFailure === undefined ? null : (
        <Notice
          tone="warning"
          title="Links are shown, but not how devices are"
          failure={data.healthFailure}
        />
      )}
      <TopologyMapView data={data} query={query} change={change} />
    </div>
  );
}

interface AboutProps {
  readonly data: MapData;
  readonly query: MapQuery;
}

function About({ data: { map, model, failure }, query }: AboutProps) {
  if (map === undefined && failure !== undefined) return "Not known";
  if (map === undefined) return <Skeleton height={14} width={220} mt={4} />;
  return (
    <>
      {mapWords(model)}
      {lacksLinks(model, query) ? <NoLinks /> : null}
    </>
  );
}

interface ViewProps {
  readonly data: MapData;
  readonly query: MapQuery;
  readonly change: (changes: Partial<MapQuery>, replace?: boolean) => void;
}

function TopologyMapView({ data, query, change }: ViewProps) {
  const { map, model } = data;
  const [drawing, setDrawing] = useState<unknown>();
  const handle = useRef<MapHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const { types, focus, text, layout, selected } = query;
  const shape = useMediaQuery(NARROW, false, { getInitialValueInEffect: false }) ? "narrow" : "wide";
  const part = JSON.stringify([layout, shape, types, focus, query.depth, text]);
  const laid = useLayout(data.isOld ? NO_MODEL : model, { layout, shape, part });
  const select = (id: string | undefined): void => change({ selected: id }, true);
  const focusOn = (id: string): void => change({ focus: id, text: undefined });
  const pick = (id: string): void => {
    select(id);
    handle.current?.show(id, shape === "narrow" ? SHEET_RATIO : 0);
  };
  useHotkeys([
    ["Escape", () => selected !== undefined && select(undefined)],
    ["/", () => search.current?.focus()],
  ]);
  if (map !== undefined && map.types.length === 0) return <NothingYet />;
  return (
    <>
      <div className={classes["tools"]}>
        <MapSearch
          model={model}
          text={text}
          onPick={pick}
          input={search}
          onNarrow={(next) => change({ text: next, focus: undefined, selected: undefined })}
        />
        <TypeChoice
          types={map?.types ?? []}
          isDefault={types === undefined}
          onChoose={(next) => change({ types: next })}
        />
        <SegmentedControl
          aria-label="Layout"
          value={layout}
          onChange={(next) => change({ layout: next })}
          data={[
            { value: "layers", label: "Layers" },
            { value: "force", label: "Force" },
          ]}
        />
        {text === undefined ? null : (
          <Text size="xs" c="dimmed">
            Matching “{text}” and what it is linked with
          </Text>
        )}
      </div>
      {focus === undefined ? null : (
        <FocusBar
          name={nameOf(focus, model)}
          depth={query.depth}
          onDepth={(depth) => change({ depth }, true)}
          onEnd={() => change({ focus: undefined })}
        />
      )}
      {map?.truncated === undefined ? null : <Notice tone="warning">{map.truncated}</Notice>}
      {drawing === undefined ? null : (
        <Notice title="The map cannot be drawn; the list shows the same" failure={drawing} />
      )}
      {laid.failure === undefined ? null : (
        <Notice title="The force layout failed" failure={laid.failure} onRetry={laid.arrange} />
      )}
      <div className={classes["frame"]}>
        <div className={classes["side"]}>
          <div className={classes["map"]}>
            <MapCanvas
              model={model}
              points={laid.points}
              version={laid.version}
              selected={selected}
              onSelect={select}
              onMove={laid.move}
              onFocus={focusOn}
              onFailure={setDrawing}
              handle={handle}
            />
            <MapButtons handle={handle} onArrange={laid.arrange} />
            <Busy
              is={data.isLoading || data.isOld || laid.busy}
              words={laid.busy ? "Arranging the map" : "Asking for the map"}
            />
            {map !== undefined && map.nodes.length === 0 ? <NothingFound /> : null}
          </div>
          <MapLegend model={model} />
        </div>
        <Panel
          model={model}
          isLoading={data.isLoading}
          selected={selected}
          focus={focus}
          onSelect={select}
          onShow={pick}
          onFocus={focusOn}
        />
      </div>
    </>
  );
}

/** Both as in topology.module.css. */
const SHEET_RATIO = 0.55;
const NARROW = "(max-width: 48em)";
const NO_MODEL: MapModel = {
  nodes: [],
  edges: [],
  nodeById: new Map(),
  edgeById: new Map(),
  edgesOf: new Map(),
};

const nameOf = (id: string, { nodeById, nodes }: MapModel): string =>
  nodeById.get(id)?.name ?? nodes.find(({ ids }) => ids?.includes(id))?.name ?? "what was chosen";
