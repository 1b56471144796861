import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { figureOf, formatCount } from "../words/units.ts";
import classes from "./fleet-strip.module.css";
import type { FleetSummary } from "./fleet-summary.ts";

export interface FleetStripProps {
  /** Undefined until the devices are known. */
  readonly summary: FleetSummary | undefined;
  readonly onAll: () => void;
  readonly onProblems: () => void;
  readonly onPortsDown: () => void;
}

/** The whole network in a line; what is worth a look is one click away. */
export function FleetStrip({ summary, onAll, onProblems, onPortsDown }: FleetStripProps) {
  const [into, out] = [figureOf(summary?.inBps, "BitPerSecond"), figureOf(summary?.outBps, "BitPerSecond")];
  return (
    <div className={classes["strip"]} aria-busy={summary === undefined}>
      <Figure label="Devices" value={formatCount(summary?.devices)} onClick={onAll} hint="Show all devices" />
      <Figure label="OK" value={formatCount(summary?.ok)} isMore />
      <Figure
        label="Problems"
        value={formatCount(summary?.problems)}
        level={summary !== undefined && summary.problems > 0 ? "error" : undefined}
        onClick={summary !== undefined && summary.problems > 0 ? onProblems : undefined}
        hint="Show only devices with problems"
      />
      <Figure label="Ports up" value={formatCount(summary?.portsUp)} />
      <Figure
        label="Ports down"
        value={formatCount(summary?.portsDown)}
        onClick={(summary?.portsDown ?? 0) > 0 ? onPortsDown : undefined}
        hint="Devices with most ports down first"
      />
      <Figure label="Traffic in" value={into.text} unit={into.unit} />
      <Figure label="Traffic out" value={out.text} unit={out.unit} />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly level?: "error" | undefined;
  readonly onClick?: (() => void) | undefined;
  readonly hint?: string;
  /** Left out where there is little room. */
  readonly isMore?: boolean;
}

function Figure({ label, value, unit = "", level, onClick, hint, isMore }: FigureProps) {
  const inner: ReactNode = (
    <>
      <span className={classes["label"]}>{label}</span>
      <span className={classes["value"]} data-level={level}>
        {value}
        {unit === "" ? null : <span className={classes["unit"]}> {unit}</span>}
      </span>
    </>
  );
  if (onClick === undefined) {
    return (
      <div className={classes["figure"]} data-more={isMore}>
        {inner}
      </div>
    );
  }
  return (
    <UnstyledButton className={classes["figure"]} onClick={onClick} title={hint} data-press>
      {inner}
    </UnstyledButton>
  );
}
