import type { Faceplate, PlacedPort, Unit } from "./faceplate-layout.ts";

// From port to port with the arrow keys.

export type Direction = "left" | "right" | "up" | "down";

/** The port next to one in a direction: within its block, then in the one beside it, then in the next line of blocks. */
export function portBeside(
  { units }: Pick<Faceplate, "units">,
  key: string,
  direction: Direction,
): string | undefined {
  const blocks = units.flatMap(({ modules }) => modules.flatMap((module) => module.blocks));
  const at = blocks.findIndex(({ ports }) => ports.some(({ row }) => row.key === key));
  const block = blocks[at];
  const port = block?.ports.find(({ row }) => row.key === key);
  if (block === undefined || port === undefined) return blocks[0]?.ports[0]?.row.key;
  const { column, line } = port;
  if (direction === "left" || direction === "right") {
    const step = direction === "right" ? 1 : -1;
    const inLine = block.ports.filter((one) => one.line === line).toSorted((a, b) => a.column - b.column);
    const next = inLine[inLine.indexOf(port) + step];
    if (next !== undefined) return next.row.key;
    const beside = blocks[at + step]?.ports ?? [];
    const same = beside.filter((one) => one.line === line);
    return (same.length > 0 ? same : beside).at(step === 1 ? 0 : -1)?.row.key;
  }
  const wanted = direction === "down" ? 1 : 0;
  if (line !== wanted) {
    const across = block.ports.find((one) => one.line === wanted && one.column === column);
    if (across !== undefined) return across.row.key;
  }
  return nextUnit(units, key, direction, column);
}

function nextUnit(
  units: readonly Unit[],
  key: string,
  direction: "up" | "down",
  column: number,
): string | undefined {
  const portsOf = (unit: Unit | undefined): readonly PlacedPort[] => unit?.modules[0]?.blocks[0]?.ports ?? [];
  const at = units.findIndex(({ modules }) =>
    modules.some(({ blocks }) => blocks.some(({ ports }) => ports.some(({ row }) => row.key === key))),
  );
  const ports = portsOf(units[at + (direction === "down" ? 1 : -1)]);
  const line = direction === "down" ? 0 : 1;
  return (ports.find((one) => one.column === column && one.line === line) ?? ports[0])?.row.key;
}
