import { Badge, Chip, Group } from "@mantine/core";
import { formatCount } from "../words/units.ts";
import { type CheckedDevice } from "./check-merge.ts";
import { useKindFilter } from "./use-kind-filter.ts";
import { KIND_LABELS, kindOf, VERDICT_KINDS, type VerdictKind } from "./verdict-kind.ts";

/** How many devices stand how; a click shows those alone. */
export function KindFilter({ devices }: { readonly devices: readonly CheckedDevice[] }) {
  const [kind, setKind] = useKindFilter();
  const counts = new Map<VerdictKind, number>();
  for (const device of devices) counts.set(kindOf(device), (counts.get(kindOf(device)) ?? 0) + 1);
  const present = VERDICT_KINDS.filter((one) => counts.has(one) || one === kind);
  if (present.length < 2) return <span />;
  return (
    <Group gap={6} role="group" aria-label="Show only">
      {present.map((one) => (
        <Chip key={one} size="xs" checked={kind === one} onChange={(on) => setKind(on ? one : undefined)}>
          {KIND_LABELS[one]}{" "}
          <Badge size="xs" variant="transparent" c="inherit" p={0}>
            {formatCount(counts.get(one) ?? 0)}
          </Badge>
        </Chip>
      ))}
    </Group>
  );
}
