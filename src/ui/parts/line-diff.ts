// What changed between two texts, line by line.

export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}
/** Lines that did not change and are far from any that did are left out: `count` of them. */
export type DiffPart = DiffLine | { readonly kind: "skipped"; readonly count: number };

/** Beyond, the table of the comparison would take too much memory; such a change is shown as a whole. */
const CELLS_MAX = 4_000_000;
const CONTEXT = 3;

export function lineDiff(before: string, after: string): readonly DiffPart[] {
  return withoutFarLines(allLines(before.split("\n"), after.split("\n")));
}

function allLines(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return [
    ...a.slice(0, head).map(same),
    ...changedLines(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ];
}

/** The longest common subsequence. */
function changedLines(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: "removed", text });
  const added = (text: string): DiffLine => ({ kind: "added", text });
  const width = b.length + 1;
  if ((a.length + 1) * width > CELLS_MAX) return [...a.map(removed), ...b.map(added)];
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i]! });
      i += 1;
      j += 1;
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) lines.push(removed(a[i++]!));
    else lines.push(added(b[j++]!));
  }
  return [...lines, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

function withoutFarLines(lines: readonly DiffLine[]): readonly DiffPart[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ kind }) => kind !== "same"),
  );
  const parts: DiffPart[] = [];
  for (const [i, line] of lines.entries()) {
    const last = parts.at(-1);
    if (near[i]) parts.push(line);
    else if (last?.kind === "skipped") parts[parts.length - 1] = { kind: "skipped", count: last.count + 1 };
    else parts.push({ kind: "skipped", count: 1 });
  }
  return parts;
}
