import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Filter } from "../../src/manifest/index.ts";
import { emptyBaselines, mapSamples, wantedRows } from "../../src/mapping/index.ts";
import type { DimensionPlan } from "../../src/plan/index.ts";
import { oid, type SnmpValue } from "../../src/smi/index.ts";
import {
  A_DEVICE,
  aDimension,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  int,
  lineOf,
  octets,
  text,
} from "../support/builders.ts";

const NAME = "1.3.6.1.2.1.31.1.1.1.1";
const ALIAS = "1.3.6.1.2.1.31.1.1.1.18";
const SPEED = "1.3.6.1.2.1.2.2.1.5";

type Rows = Readonly<Record<string, SnmpValue>>;
const labels = (columns: Readonly<Record<string, Rows>>) =>
  new Map(Object.entries(columns).map(([at, rows]) => [oid(at), new Map(Object.entries(rows))]));
const wanted = (dimensions: readonly DimensionPlan[], columns: Readonly<Record<string, Rows>>) => {
  const rows = wantedRows(aSubgroup({ dimensions }), labels(columns));
  return rows === undefined ? undefined : [...rows];
};
const name = (filter: Filter) => aDimension("name", columnRef(NAME), filter);
const alias = (filter: Filter) => aDimension("alias", columnRef(ALIAS), filter);
const prefix = (start: string): Filter => ({ op: "prefix", text: start });
const not = (part: Filter): Filter => ({ op: "not", part });

const NAMES = { 1: text("Gi1"), 2: text("Te2"), 3: text("Gi3") };

test("rows whose label passes the filter are wanted, others are not", () => {
  expect(wanted([name(prefix("Gi"))], { [NAME]: NAMES })).toEqual(["1", "3"]);
});

test("a row has to pass all filters of its subgroup", () => {
  const columns = { [NAME]: NAMES, [ALIAS]: { 1: text("spare"), 3: text("uplink") } };
  expect(wanted([name(prefix("Gi")), alias(prefix("up"))], columns)).toEqual(["3"]);
  expect(wanted([name(prefix("Gi")), alias(not(prefix("up")))], columns)).toEqual(["1"]);
});

test("a filter by a label that is not known yet rules out nothing", () => {
  expect(wanted([name(prefix("Gi")), alias(prefix("up"))], { [NAME]: NAMES })).toEqual(["1", "3"]);
  expect(wanted([alias(prefix("up"))], { [NAME]: NAMES })).toBeUndefined();
});

test("without a filter all rows are wanted", () => {
  expect(wanted([aDimension("name", columnRef(NAME))], { [NAME]: NAMES })).toBeUndefined();
});

test.each<[string, Filter]>([
  ["$not", not(prefix("Vlan"))],
  ["$eq(n/a)", { op: "eq", text: "n/a" }],
  ["$eq()", { op: "eq", text: "" }],
])(
  "a filter that passes rows without a label, as %s, rules out nothing: there may be such rows",
  (_, filter) => {
    expect(wanted([name(filter)], { [NAME]: NAMES })).toBeUndefined();
  },
);

test("no row may be wanted at all", () => {
  expect(wanted([name(prefix("Vlan"))], { [NAME]: NAMES })).toEqual([]);
});

test("the text that is judged is the one of the line: rendered, cut and trimmed", () => {
  const mac = aDimension("mac", columnRef(NAME, { kind: "physAddress" }), prefix("00:"));
  expect(wanted([mac], { [NAME]: { 1: octets([0, 1, 2, 3, 4, 5]), 2: octets([1, 1, 2, 3, 4, 5]) } })).toEqual(
    ["1"],
  );
  expect(wanted([name({ op: "eq", text: "Gi1" })], { [NAME]: { 1: text("  Gi1 ") } })).toEqual(["1"]);
});

test("a row that is not wanted never gives a line", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 2 });
  const filter = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2 },
      fc.record({ op: fc.constantFrom("prefix", "suffix", "contains", "eq"), text: letters }),
      fc.record({
        op: fc.constantFrom("and", "or"),
        parts: fc.array(tie("filter"), { minLength: 2, maxLength: 3 }),
      }),
      tie("filter").map(not),
    ),
  })).filter;
  const rows = fc
    .array(fc.option(letters, { nil: undefined }), { minLength: 6, maxLength: 6 })
    .map((texts) =>
      Object.fromEntries(texts.flatMap((one, i) => (one === undefined ? [] : [[i + 1, text(one)]]))),
    );
  fc.assert(
    fc.property(filter, filter, rows, rows, (one, other, names, aliases) => {
      const dimensions = [name(one), alias(other)];
      const task = aTask([aSubgroup({ dimensions, metrics: [aMetric("speed", "gauge", columnRef(SPEED))] })]);
      const lines = (kept: (index: string) => boolean) => {
        const speeds = ["1", "2", "3", "4", "5", "6"]
          .filter(kept)
          .map((index) => [index, int(Number(index))]);
        const columns = { [NAME]: names, [ALIAS]: aliases, [SPEED]: Object.fromEntries(speeds) as Rows };
        return mapSamples(task, A_DEVICE, aResult(task, { columns }), emptyBaselines()).samples.map(lineOf);
      };
      const wantedNow = wanted(dimensions, { [NAME]: names, [ALIAS]: aliases });
      expect(lines((index) => wantedNow?.includes(index) ?? true)).toEqual(lines(() => true));
    }),
  );
});
