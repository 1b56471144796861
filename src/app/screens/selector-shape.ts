import { assertNever } from "../../base/index.ts";
import type { MetricExpression, Transformation } from "../../manifest/index.ts";

// What a metric selector is made of, as far as a chart needs to know.

/** The dimensions of each split, in the order they are done. */
export function groupings(expression: MetricExpression): readonly (readonly string[])[] {
  switch (expression.kind) {
    case "transform": {
      const { input, transformation } = expression;
      const before = groupings(input);
      const isGrouping = transformation.op === "splitBy" || transformation.op === "merge";
      return isGrouping ? [...before, transformation.dimensions] : before;
    }
    case "binary":
      return [...groupings(expression.left), ...groupings(expression.right)];
    case "negate":
      return groupings(expression.operand);
    case "metric":
    case "number":
      return [];
    default:
      return assertNever(expression);
  }
}

/** Whether the outermost transformations hold one. */
export function has(expression: MetricExpression, op: Transformation["op"]): boolean {
  if (expression.kind !== "transform") return false;
  return expression.transformation.op === op || has(expression.input, op);
}

/** The metric that a selector begins with. */
export function firstKey(expression: MetricExpression): string | undefined {
  switch (expression.kind) {
    case "metric":
      return expression.key;
    case "transform":
      return firstKey(expression.input);
    case "negate":
      return firstKey(expression.operand);
    case "binary":
      return firstKey(expression.left) ?? firstKey(expression.right);
    case "number":
      return undefined;
    default:
      return assertNever(expression);
  }
}
