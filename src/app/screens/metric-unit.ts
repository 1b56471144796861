import { assertNever } from "../../base/index.ts";
import type { MetricExpression, Transformation } from "../../manifest/index.ts";
import type { ScreenWorld } from "./screen-world.ts";

type Describe = ScreenWorld["describe"];

/** What the values are in the end; undefined where arithmetic makes something new of them. */
export function unitOf(expression: MetricExpression, describe: Describe): string | undefined {
  switch (expression.kind) {
    case "metric": {
      const unit = describe(expression.key)?.unit;
      return unit === "Unspecified" ? undefined : unit;
    }
    case "negate":
      return unitOf(expression.operand, describe);
    case "binary": {
      if (expression.op === "*" || expression.op === "/") return undefined;
      return unitOf(expression.left, describe) ?? unitOf(expression.right, describe);
    }
    case "transform":
      return transformed(expression.transformation, () => unitOf(expression.input, describe));
    case "number":
      return undefined;
    default:
      return assertNever(expression);
  }
}

/** @param before  what the unit was */
function transformed(transformation: Transformation, before: () => string | undefined): string | undefined {
  if (transformation.op === "setUnit") return transformation.unit;
  if (transformation.op === "toUnit") return transformation.to;
  if (transformation.op === "aggregate" && transformation.aggregation.name === "count") return "Count";
  const unit = before();
  return transformation.op === "rate" && unit !== undefined ? perSpan(unit, transformation.per) : unit;
}

const PER: Readonly<Record<string, string>> = { s: "PerSecond", m: "PerMinute" };

function perSpan(
  unit: string,
  { amount, unit: span }: { readonly amount: number; readonly unit: string },
): string | undefined {
  const per = amount === 1 ? PER[span] : undefined;
  if (per === undefined) return undefined;
  return unit === "Count" ? per : `${unit}${per}`;
}
