import { SegmentedControl, Select, Switch } from "@mantine/core";
import { type ExploreState, SHAPES, VIEWS } from "./explore-address.ts";
import classes from "./results.module.css";

const VIEW_LABELS = { chart: "Chart", table: "Table", top: "Top list" } as const;
const SHAPE_LABELS = { line: "Lines", area: "Areas", column: "Columns" } as const;
const RESOLUTIONS = ["1m", "5m", "15m", "1h", "6h", "1d"];

interface ToolbarProps {
  readonly state: ExploreState;
  readonly onChange: (part: Partial<ExploreState>) => void;
}

/** In which form the answers are shown. */
export function Toolbar({ state, onChange }: ToolbarProps) {
  const { view, shape, stacked, resolution } = state;
  return (
    <div className={classes["toolbar"]}>
      <SegmentedControl
        aria-label="Form"
        data={VIEWS.map((value) => ({ value, label: VIEW_LABELS[value] }))}
        value={view}
        onChange={(next) => onChange({ view: VIEWS.find((one) => one === next) ?? view })}
      />
      {view === "chart" ? (
        <>
          <SegmentedControl
            aria-label="Shape"
            data={SHAPES.map((value) => ({ value, label: SHAPE_LABELS[value] }))}
            value={shape}
            onChange={(next) => onChange({ shape: SHAPES.find((one) => one === next) ?? shape })}
          />
          <Switch
            size="xs"
            label="Stacked"
            checked={stacked}
            onChange={(event) => onChange({ stacked: event.currentTarget.checked })}
          />
        </>
      ) : null}
      <div className={classes["end"]}>
        <Select
          aria-label="Resolution"
          w={140}
          data={[
            { value: "", label: "Auto resolution" },
            ...RESOLUTIONS.map((value) => ({ value, label: `${value} steps` })),
          ]}
          value={resolution}
          allowDeselect={false}
          onChange={(value) => onChange({ resolution: value ?? "" })}
        />
      </div>
    </div>
  );
}
