import { Text } from "@mantine/core";
import { formatBits, formatCount, formatPercent, formatSpeed } from "../words/units.ts";
import classes from "./faceplate.module.css";
import type { PortRow } from "./port-row.ts";

const WIDTH = 270;
const GAP = 8;
/** What the card is high at most. */
const HEIGHT = 190;

/** What is known of a port, beside it while it is pointed at. @param at  where the port is on the screen */
export function PortCard({ row, at }: { readonly row: PortRow; readonly at: DOMRect }) {
  const left = Math.max(GAP, Math.min(at.left + at.width / 2 - WIDTH / 2, window.innerWidth - WIDTH - GAP));
  const isBelow = at.bottom + GAP + HEIGHT < window.innerHeight;
  const style = isBelow
    ? { left, top: at.bottom + GAP }
    : { left, bottom: window.innerHeight - at.top + GAP };
  return (
    <div className={classes["card"]} style={style} aria-hidden>
      <Text size="sm" fw={600}>
        {row.name}
      </Text>
      {row.source.alias === undefined ? null : <Text size="xs">{row.source.alias}</Text>}
      <dl>
        {portFacts(row).map(([label, value]) => (
          <Fact key={label} label={label} value={value} />
        ))}
      </dl>
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function portFacts(row: PortRow): readonly (readonly [label: string, value: string])[] {
  const { speedBps, inUtilisation, outUtilisation, neighbour } = row.source;
  const share = (percent: number | undefined): string =>
    percent === undefined ? "" : ` (${formatPercent(percent)})`;
  const facts: [string, string][] = [
    ["State", row.stateWords],
    ["Speed", formatSpeed(speedBps)],
    ["In", `${formatBits(row.inBps)}${share(inUtilisation)}`],
    ["Out", `${formatBits(row.outBps)}${share(outUtilisation)}`],
  ];
  if (row.errors !== undefined) facts.push(["Errors", formatCount(row.errors)]);
  if (row.discards !== undefined) facts.push(["Discards", formatCount(row.discards)]);
  if (neighbour !== undefined) {
    facts.push(["Neighbour", [neighbour.name, neighbour.port].filter(Boolean).join(" ")]);
  }
  return facts;
}

/** The same as one sentence, for who cannot see the card. */
export const portSentence = (row: PortRow): string =>
  [row.name, row.source.alias, ...portFacts(row).map(([label, value]) => `${label} ${value}`)]
    .filter(Boolean)
    .join(", ");
