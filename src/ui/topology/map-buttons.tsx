import { ActionIcon } from "@mantine/core";
import { IconArrowsMaximize, IconLayoutDistributeVertical, IconMinus, IconPlus } from "@tabler/icons-react";
import type { RefObject } from "react";
import type { MapHandle } from "./map-canvas.tsx";
import classes from "./topology.module.css";

const ZOOM_STEP = 1.3;

/** What the mouse wheel and dragging do, for who has none, and a layout made anew. */
export function MapButtons({
  handle,
  onArrange,
}: {
  readonly handle: RefObject<MapHandle | null>;
  readonly onArrange: () => void;
}) {
  const buttons = [
    { label: "Zoom in", icon: IconPlus, act: () => handle.current?.zoomBy(ZOOM_STEP) },
    { label: "Zoom out", icon: IconMinus, act: () => handle.current?.zoomBy(1 / ZOOM_STEP) },
    { label: "Show everything", icon: IconArrowsMaximize, act: () => handle.current?.fit() },
    { label: "Arrange again", icon: IconLayoutDistributeVertical, act: onArrange },
  ];
  return (
    <div className={classes["buttons"]}>
      {buttons.map(({ label, icon: Icon, act }) => (
        <ActionIcon key={label} variant="default" onClick={act} aria-label={label} title={label}>
          <Icon size={15} stroke={1.8} />
        </ActionIcon>
      ))}
    </div>
  );
}
