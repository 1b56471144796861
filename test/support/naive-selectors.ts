import {
  type MetricExpression,
  parseMetricSelector,
  type SeriesCondition,
  type Transformation,
} from "../../src/manifest/index.ts";

// A second evaluator of metric selectors, as slow and plain as can be, for what manifests use: a slot of a series is the
// list of the numbers in it. It shares nothing with the real one but the parser.

/** One number of one line, with the dimensions that the store gives it. */
export interface NaiveSample {
  /** As stored. */
  readonly key: string;
  readonly type: "gauge" | "count";
  readonly dimensions: ReadonlyMap<string, string>;
  readonly value: number;
  /** Of the grid. */
  readonly slot: number;
}

export interface NaiveData {
  readonly samples: readonly NaiveSample[];
  readonly slots: number;
  readonly slotSeconds: number;
  /** Selector of a calculated metric. */
  readonly calculated: (key: string) => string | undefined;
}

export interface NaiveSeries {
  readonly dimensions: ReadonlyMap<string, string>;
  /** By slot the numbers in it, or the one number that they were made into. */
  readonly cells: readonly (readonly number[])[];
}

interface Frame {
  readonly series: readonly NaiveSeries[];
  /** What several numbers in a cell are worth together. */
  readonly how: string;
}

/** @returns in the order of `sort`, otherwise of the samples; null where nothing was measured */
export function naiveSeries(
  text: string,
  data: NaiveData,
): readonly {
  readonly dimensions: ReadonlyMap<string, string>;
  readonly values: readonly (number | null)[];
}[] {
  const frame = evaluated(parsed(text), data);
  if (typeof frame === "number") throw new Error(`${text} is a number`);
  return settled(frame).series.map(({ dimensions, cells }) => ({
    dimensions,
    values: cells.map(([value]) => value ?? null),
  }));
}

function parsed(text: string): MetricExpression {
  const result = parseMetricSelector(text);
  if (!result.ok || result.selector.length !== 1) throw new Error(`${text} is not one selector`);
  return result.selector[0]!;
}

function evaluated(expression: MetricExpression, data: NaiveData): Frame | number {
  const { kind } = expression;
  if (kind === "number") return expression.value;
  if (kind === "metric") {
    const calculated = data.calculated(expression.key);
    return calculated === undefined ? read(expression.key, data) : evaluated(parsed(calculated), data);
  }
  if (kind === "binary") {
    return operated(expression.op, evaluated(expression.left, data), evaluated(expression.right, data));
  }
  if (kind === "negate") throw new Error("a negation is not evaluated here");
  const input = evaluated(expression.input, data);
  if (typeof input === "number") throw new Error("a number is transformed");
  return transformed(input, expression.transformation, data);
}

function read(key: string, { samples, slots }: NaiveData): Frame {
  const mine = samples.filter((sample) => sample.key === key || sample.key === `${key}.count`);
  const series = grouped(
    mine.map(({ dimensions, slot, value }) => ({
      dimensions,
      cells: Array.from({ length: slots }, (_, at) => (at === slot ? [value] : [])),
    })),
  );
  return { series, how: mine[0]?.type === "count" ? "sum" : "avg" };
}

const names = new WeakMap<ReadonlyMap<string, string>, string>();

/** Dimensions in whatever order; kept, for the same samples are asked for again and again. */
function nameOf(dimensions: ReadonlyMap<string, string>): string {
  const known = names.get(dimensions);
  if (known !== undefined) return known;
  const name = JSON.stringify([...dimensions].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  names.set(dimensions, name);
  return name;
}

/** Series of the same dimensions are one, with all their numbers. */
function grouped(series: readonly NaiveSeries[]): readonly NaiveSeries[] {
  const groups = new Map<string, { dimensions: ReadonlyMap<string, string>; cells: number[][] }>();
  for (const { dimensions, cells } of series) {
    const name = nameOf(dimensions);
    const group = groups.get(name) ?? { dimensions, cells: cells.map(() => []) };
    groups.set(name, group);
    for (const [at, numbers] of cells.entries()) group.cells[at]!.push(...numbers);
  }
  return [...groups.values()];
}

function worth(numbers: readonly number[], how: string): number {
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (how === "count") return numbers.length;
  if (how === "min") return Math.min(...numbers);
  if (how === "max") return Math.max(...numbers);
  if (how === "avg") return sum / numbers.length;
  if (how === "sum" || how === "value") return sum;
  throw new Error(`${how} is not evaluated here`);
}

/** Each cell one number; several of them add up from now on. */
function settled({ series, how }: Frame, wanted = how): Frame {
  const one = (numbers: readonly number[]): readonly number[] =>
    numbers.length === 0 ? [] : [worth(numbers, wanted)];
  return {
    series: series.map(({ dimensions, cells }) => ({ dimensions, cells: cells.map(one) })),
    how: "sum",
  };
}

function operated(op: string, left: Frame | number, right: Frame | number): Frame | number {
  if (typeof left === "number" && typeof right === "number") return operate(op, left, right)!;
  const wide = typeof left === "number" ? (right as Frame) : left;
  const [a, b] = [sideOf(left, wide), sideOf(right, wide)];
  const pairs = pairsOf(a, b);
  const series = pairs.map(([one, other]) => ({
    dimensions: one.dimensions.size === 0 ? other.dimensions : one.dimensions,
    cells: one.cells.map(([value], at) => {
      const result = operate(op, value, other.cells[at]?.[0]);
      return result === undefined ? [] : [result];
    }),
  }));
  return { series, how: "sum" };
}

/** A number is a series without dimensions that has it in each slot. */
function sideOf(side: Frame | number, wide: Frame): readonly NaiveSeries[] {
  if (typeof side !== "number") return settled(side).series;
  return [{ dimensions: new Map(), cells: (wide.series[0]?.cells ?? []).map(() => [side]) }];
}

/** Of the same dimensions; a single series without any goes with all. */
function pairsOf(
  a: readonly NaiveSeries[],
  b: readonly NaiveSeries[],
): (readonly [NaiveSeries, NaiveSeries])[] {
  const isForAll = (side: readonly NaiveSeries[]): boolean =>
    side.length === 1 && side[0]!.dimensions.size === 0;
  if (isForAll(a)) return b.map((other) => [a[0]!, other]);
  if (isForAll(b)) return a.map((one) => [one, b[0]!]);
  const others = new Map(b.map((other) => [nameOf(other.dimensions), other]));
  return a.flatMap((one) => {
    const other = others.get(nameOf(one.dimensions));
    return other === undefined ? [] : [[one, other] as const];
  });
}

function operate(op: string, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined || (op === "/" && b === 0)) return undefined;
  if (op === "+") return a + b;
  if (op === "-") return a - b;
  return op === "*" ? a * b : a / b;
}

function transformed(frame: Frame, transformation: Transformation, data: NaiveData): Frame {
  const { series } = frame;
  const { op } = transformation;
  if (op === "splitBy") {
    const kept = series.flatMap((one) => keepOnly(one, transformation.dimensions));
    return { ...frame, series: grouped(kept) };
  }
  if (op === "filter") {
    const { conditions } = transformation;
    return {
      ...frame,
      series: series.filter((one) => conditions.every((condition) => meets(one, condition))),
    };
  }
  if (op === "aggregate") {
    const { name } = transformation.aggregation;
    return name === "auto" ? frame : settled(frame, name);
  }
  if (op === "rate") return rated(frame, transformation, data);
  if (op === "last") return latest(frame, transformation.aggregation?.name);
  if (op === "sort") return sorted(frame, transformation);
  if (op === "limit") return { ...frame, series: series.slice(0, transformation.count) };
  if (op === "setUnit") return frame;
  throw new Error(`${op} is not evaluated here`);
}

type Of<Op extends Transformation["op"]> = Extract<Transformation, { readonly op: Op }>;

function rated(frame: Frame, { per }: Of<"rate">, { slotSeconds }: NaiveData): Frame {
  if (per.amount !== 1 || per.unit !== "s") throw new Error("only rate(1s) is evaluated here");
  const perSecond = (cell: readonly number[]): readonly number[] => cell.map((value) => value / slotSeconds);
  const series = settled(frame).series.map((one) => ({ ...one, cells: one.cells.map(perSecond) }));
  return { series, how: "sum" };
}

function latest(frame: Frame, wanted: string | undefined): Frame {
  const series = settled(frame, wanted ?? frame.how).series.map((one) => ({
    ...one,
    cells: [one.cells.findLast((cell) => cell.length > 0) ?? []],
  }));
  return { series, how: wanted === undefined ? frame.how : "sum" };
}

/** A series that lacks one of the dimensions is left out. */
function keepOnly({ dimensions, cells }: NaiveSeries, keys: readonly string[]): readonly NaiveSeries[] {
  if (!keys.every((key) => dimensions.has(key))) return [];
  return [{ dimensions: new Map(keys.map((key) => [key, dimensions.get(key)!])), cells }];
}

function meets(series: NaiveSeries, condition: SeriesCondition): boolean {
  if (condition.op === "eq") return series.dimensions.get(condition.dimension) === condition.value;
  if (condition.op === "and") return condition.parts.every((part) => meets(series, part));
  if (condition.op === "or") return condition.parts.some((part) => meets(series, part));
  if (condition.op === "not") return !meets(series, condition.part);
  throw new Error(`${condition.op} is not evaluated here`);
}

/** By one value, the highest first; equal ones, and those without a value, stay as they are. */
function sorted(frame: Frame, { keys }: Of<"sort">): Frame {
  const [key] = keys;
  if (keys.length !== 1 || key?.by !== "value" || key.direction !== "descending")
    throw new Error("another sort");
  const measured = settled(frame).series.map(({ cells }, at) => {
    const values = cells.flat();
    return {
      at,
      value: values.length === 0 ? Number.NEGATIVE_INFINITY : worth(values, key.aggregation.name),
    };
  });
  const order = measured.toSorted((a, b) => (a.value === b.value ? 0 : b.value - a.value));
  return { ...frame, series: order.map(({ at }) => frame.series[at]!) };
}
