import { memo } from "react";
import classes from "./faceplate.module.css";
import type { PlacedPort } from "./faceplate-layout.ts";
import { portSentence } from "./port-card.tsx";
import { type ColourMode, portLook } from "./port-look.ts";

export const CELL = 24;
export const PORT = 20;
const LABEL = 11;
export const HEIGHT_OF = { 1: CELL + LABEL, 2: 2 * CELL + 2 * LABEL } as const;

export interface FaceplatePortProps {
  readonly port: PlacedPort;
  readonly mode: ColourMode;
  readonly isUplink: boolean;
  readonly isSelected: boolean;
  /** Left out by the filter of the table. */
  readonly isDimmed: boolean;
  /** The one that Tab reaches. */
  readonly isCurrent: boolean;
}

/** One port as it is seen from the front; what is done with it the faceplate hears. */
export const FaceplatePort = memo(function FaceplatePort(props: FaceplatePortProps) {
  const { port, mode, isUplink, isSelected, isDimmed, isCurrent } = props;
  const { row, column, line, label } = port;
  const { tone, sign } = portLook(row, mode);
  const x = column * CELL + (CELL - PORT) / 2;
  const y = line === 0 ? LABEL + 2 : LABEL + CELL + 2;
  const middle = x + PORT / 2;
  return (
    <g
      className={`${classes["port"]} ${classes[tone]}`}
      role="button"
      aria-label={portSentence(row)}
      tabIndex={isCurrent ? 0 : -1}
      data-port={row.key}
      data-selected={isSelected || undefined}
      data-dimmed={isDimmed || undefined}
    >
      {/* Copper is square, a cage for a transceiver has rounded ends. */}
      <rect x={x} y={y} width={PORT} height={PORT} rx={isUplink ? 7 : 2} />
      {row.state === "down" ? (
        <line x1={x + 5} x2={x + PORT - 5} y1={y + 10} y2={y + 10} stroke="var(--port-edge)" />
      ) : null}
      <text className={classes["sign"]} x={middle} y={y + PORT / 2 + 0.5}>
        {sign}
      </text>
      <text className={classes["number"]} x={middle} y={line === 0 ? LABEL - 2 : 2 * CELL + 2 * LABEL - 3}>
        {label}
      </text>
    </g>
  );
});
