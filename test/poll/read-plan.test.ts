import { describe, expect, test } from "vitest";
import type { DimensionPlan, MetricPlan } from "../../src/plan/index.ts";
import { readPlanOf } from "../../src/poll/read-plan.ts";
import { type ObjectSyntax, oid } from "../../src/smi/index.ts";
import {
  aDimension,
  aMetric,
  aSubgroup,
  aTask,
  columnRef,
  enumeration,
  scalarRef,
} from "../support/builders.ts";

const DESCR = "1.3.6.1.2.1.2.2.1.2";
const SPEED = "1.3.6.1.2.1.2.2.1.5";
const OPER = "1.3.6.1.2.1.2.2.1.8";
const IN = "1.3.6.1.2.1.2.2.1.10";
const SENSOR = "1.3.6.1.2.1.99.1.1.1.4";
const SENSOR_NAME = "1.3.6.1.2.1.47.1.1.1.1.7";
const SERIAL = "1.3.6.1.2.1.47.1.1.1.1.11";
const LLDP_NAME = "1.0.8802.1.1.2.1.4.1.1.9";
const LLDP_PORT = "1.0.8802.1.1.2.1.4.1.1.7";

const groupOf = (metrics: readonly MetricPlan[], dimensions: readonly DimensionPlan[] = []) =>
  aTask([aSubgroup({ metrics, dimensions })]).group;
const by = (column: string, syntax?: ObjectSyntax) => aDimension(column, columnRef(column, syntax));
const count = (column: string) => aMetric(column, "count", columnRef(column));
const gauge = (column: string) => aMetric(column, "gauge", columnRef(column));
const constant = aMetric("there", "gauge", { kind: "const", value: 1 });

const columnsOf = (...groups: Parameters<typeof readPlanOf>[0]) =>
  new Map(readPlanOf(groups).columns.map((column) => [column.oid, column]));
const keepOf = (column: string, ...groups: Parameters<typeof readPlanOf>[0]) =>
  columnsOf(...groups).get(oid(column))!.keep;
const priorities = (...groups: Parameters<typeof readPlanOf>[0]) =>
  Object.fromEntries([...columnsOf(...groups)].map(([column, { priority }]) => [column, priority]));

describe("the union of several groups", () => {
  const first = groupOf([count(IN)], [by(DESCR)]);
  const second = groupOf([gauge(SPEED), aMetric("up", "gauge", scalarRef("1.3.6.1.2.1.1.3.0"))], [by(DESCR)]);

  test("has each column and scalar once, in OID order", () => {
    const plan = readPlanOf([first, second]);
    expect(plan.columns.map((column) => column.oid)).toEqual([DESCR, SPEED, IN]);
    expect(plan.scalars).toEqual(["1.3.6.1.2.1.1.3.0"]);
  });

  test("tells who uses a column, by group and subgroup", () => {
    expect(columnsOf(first, second).get(oid(DESCR))!.users).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  test("is worked out once, however many devices ask for it", () => {
    expect(readPlanOf([first, second])).toBe(readPlanOf([first, second]));
    expect(readPlanOf([first])).not.toBe(readPlanOf([first, second]));
  });

  test("joins columns that meet in a subgroup into one family, through others, too", () => {
    const families = columnsOf(first, second, groupOf([gauge(SENSOR)], [by(SENSOR_NAME)]));
    const family = (column: string) => families.get(oid(column))!.family;
    expect(family(IN)).toBe(family(SPEED));
    expect(family(SENSOR)).toBe(family(SENSOR_NAME));
    expect(family(IN)).not.toBe(family(SENSOR));
  });
});

describe("a column is kept", () => {
  test("when it is a dimension alone and its values turn out to be text", () => {
    expect(keepOf(DESCR, groupOf([count(IN)], [by(DESCR)]))).toBe("by-value");
  });

  test("when the plan says that it is an address", () => {
    expect(keepOf(DESCR, groupOf([count(IN)], [by(DESCR, { kind: "physAddress" })]))).toBe("label");
  });

  test("never when a metric of any group reads it", () => {
    expect(keepOf(SPEED, groupOf([count(IN)], [by(SPEED)]), groupOf([gauge(SPEED)]))).toBe("never");
  });

  test("never when it tells a state", () => {
    expect(keepOf(OPER, groupOf([count(IN)], [by(OPER, enumeration({ 1: "up" }))]))).toBe("never");
  });

  test("never when it is the only one to show rows coming and going", () => {
    const group = groupOf([constant], [by(SENSOR_NAME), by(SERIAL)]);
    expect([keepOf(SENSOR_NAME, group), keepOf(SERIAL, group)].toSorted()).toEqual(["by-value", "never"]);
  });
});

describe("when time is short", () => {
  test("counters come first, then the status beside them, sensors, inventory and neighbours", () => {
    const plan = [
      groupOf([count(IN), gauge(OPER)]),
      groupOf([gauge(SENSOR)]),
      groupOf([constant], [by(SERIAL)]),
      groupOf([constant], [by(LLDP_PORT)]),
    ];
    expect(priorities(...plan)).toEqual({ [IN]: 0, [OPER]: 1, [SENSOR]: 2, [SERIAL]: 3, [LLDP_PORT]: 4 });
  });

  test("a dimension is as urgent as the most urgent metric that needs it", () => {
    expect(priorities(groupOf([gauge(OPER), count(IN)], [by(DESCR)]))[DESCR]).toBe(0);
    expect(priorities(groupOf([gauge(LLDP_NAME)], [by(LLDP_PORT)]))[LLDP_PORT]).toBe(4);
  });
});

describe("a plan knows", () => {
  test("that a column lies under another one", () => {
    expect(readPlanOf([groupOf([gauge("1.3.6.1.2.1.2.2.1"), count(IN)])]).nested).toBe(true);
    expect(readPlanOf([groupOf([gauge("1.3.6.1.2.1.2.2.1.1"), count(IN)])]).nested).toBe(false);
  });

  test("which rows are interfaces", () => {
    const plan = readPlanOf([groupOf([count(IN)]), groupOf([gauge(SENSOR)])]);
    expect(plan.interfaces).toBe(true);
    expect([...plan.interfaceFamilies]).toEqual([plan.columns.find((column) => column.oid === IN)!.family]);
    expect(readPlanOf([groupOf([gauge(SENSOR)])]).interfaces).toBe(false);
  });

  test("whether a filter looks at a column", () => {
    const filtered = aDimension("descr", columnRef(DESCR), { op: "prefix", text: "Gi" });
    expect(readPlanOf([groupOf([count(IN)], [filtered])]).filtered).toBe(true);
    expect(readPlanOf([groupOf([count(IN)], [by(DESCR)])]).filtered).toBe(false);
  });
});
