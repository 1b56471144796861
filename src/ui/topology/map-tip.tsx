import { Text } from "@mantine/core";
import type { Pointed } from "./drawing/map-drawing.ts";
import classes from "./map-canvas.module.css";
import { type MapModel, portNames } from "./map-model.ts";

/** A word about what the mouse points at; screen readers have the list. */
export function MapTip({
  pointed: { id, at },
  model,
}: {
  readonly pointed: Pointed;
  readonly model: MapModel;
}) {
  const words = wordsOf(id, model);
  if (words === undefined) return null;
  return (
    <div
      className={classes["tip"]}
      data-below={at.y < ROOM_ABOVE_PX || undefined}
      style={{ left: at.x, top: at.y }}
      data-testid="map-tip"
      aria-hidden
    >
      <Text size="xs" fw={600}>
        {words.title}
      </Text>
      <Text size="xs">{words.more}</Text>
    </div>
  );
}

const ROOM_ABOVE_PX = 60;

function wordsOf(id: string, { nodeById, edgeById }: MapModel) {
  const node = nodeById.get(id);
  if (node !== undefined)
    return {
      title: node.name,
      more: [node.status, node.addresses?.[0], node.detail ?? node.typeName]
        .filter((part) => part !== undefined)
        .join(" · "),
    };
  const edge = edgeById.get(id);
  if (edge === undefined) return undefined;
  const end = (nodeId: string, ports: typeof edge.fromPorts): string =>
    [nodeById.get(nodeId)?.name, portNames(ports)].filter(Boolean).join(" ");
  return { title: end(edge.from, edge.fromPorts), more: `↔ ${end(edge.to, edge.toPorts)}` };
}
