import type { EditorOption, ObjectWish, Offer } from "./option.ts";
import type { Outline } from "./outline.ts";
import type { SchemaNode } from "./schema-node.ts";

const value = (label: string, more: Partial<EditorOption> = {}): EditorOption => ({
  label,
  kind: "value",
  ...more,
});
const call = (label: string, insert: string, info: string): EditorOption => ({
  label,
  kind: "function",
  insert,
  info,
});

const OID = value("oid:", {
  info: "Reads this OID: a column of a table, or a scalar that ends in .0.",
  boost: 20,
});

const DIMENSION_VALUES: readonly EditorOption[] = [
  OID,
  value("const:", { info: "Always this text." }),
  value("this:device.address", { info: "The address that is polled." }),
  value("this:device.port", { info: "The port that is polled." }),
  value("this:device.name", { info: "The configured or resolved name." }),
  call("$networkFormat()", "$networkFormat(const:macAddress, oid:)", "Shows octets as an address of a type."),
  call(
    "$inetAddress()",
    "$inetAddress(oid:, oid:)",
    "Shows an InetAddress: the column of its type, then its own.",
  ),
];

const FILTER_CALLS: readonly EditorOption[] = [
  call("$eq()", "$eq()", "Equal to a text."),
  call("$prefix()", "$prefix()", "Begins with a text."),
  call("$suffix()", "$suffix()", "Ends with a text."),
  call("$contains()", "$contains()", "Has a text in it."),
  call("$not()", "$not()", "Turns a condition round."),
  call("$and()", "$and()", "All of several conditions."),
  call("$or()", "$or()", "Any of several conditions."),
];

const TRANSFORMATIONS: readonly EditorOption[] = [
  call("splitBy()", "splitBy()", "One series for each value of these dimensions."),
  call("filter()", "filter(eq(,))", "Series whose dimensions match."),
  ...["avg", "sum", "max", "min", "count", "last", "auto", "value", "delta", "names"].map((name) =>
    value(name, { kind: "function" as const }),
  ),
  call("rate(1s)", "rate(1s)", "Per second."),
  call("fold()", "fold()", "One value for the whole time."),
  call("sort()", "sort(value(max,descending))", "Order of the series."),
  call("limit()", "limit(10)", "The first of them."),
];

/** Words and quoted texts of a metric selector. */
const SELECTOR_WORD = /[\w.:"-]*$/;

/**
 * What may stand at a value. @param node  what the schema says of it
 * @param path  from the top, the key at its end
 */
export function valueOffer(
  node: SchemaNode,
  path: readonly string[],
  written: string,
  outline: Outline,
): Offer | ObjectWish | undefined {
  if (node.enum !== undefined)
    return whole(
      written,
      node.enum.map((one) => value(one)),
    );
  if (node.type === "boolean") return whole(written, [value("true"), value("false")]);
  const oid = /(?:^|[(,\s])oid:\s*([\w.:-]*)$/.exec(written);
  switch (node["x-means"]) {
    case "metricValue":
    case "dimensionValue":
      if (oid !== null)
        return { objects: oid[1]!, replaced: oid[1]!.length, inTable: path.includes("subgroups") };
      return whole(written, valueForms(node["x-means"], outline));
    case "filter":
      return filterOffer(path, written, outline);
    case "metricSelector":
      return selectorOffer(written, outline);
    case "entitySelector":
      return entitySelectorOffer(written, outline);
    case "pattern":
      return patternOffer(written, outline);
    case undefined:
    default:
      return whole(written, namesFor(node["x-means"], path, outline));
  }
}

const whole = (written: string, options: readonly EditorOption[]): Offer | undefined =>
  options.length === 0 ? undefined : { replaced: written.length, options };

function valueForms(
  means: "metricValue" | "dimensionValue",
  { variables }: Outline,
): readonly EditorOption[] {
  if (means === "metricValue") return [OID, value("const:1", { info: "Always this number." })];
  return [...DIMENSION_VALUES, ...variables.map(({ id, displayName }) => variable(id, displayName))];
}

const variable = (id: string, displayName: string): EditorOption => ({
  label: `var:${id}`,
  kind: "variable",
  detail: displayName,
});

function namesFor(
  means: string | undefined,
  path: readonly string[],
  outline: Outline,
): readonly EditorOption[] {
  switch (means) {
    case "featureSet":
      return outline.featureSets.map((name) => value(name));
    case "entityType":
      return outline.entityTypes.map((name) => value(name));
    case "dimensionKey":
      return path[0] === "snmp" ? [] : outline.dimensionKeys.map((key) => value(key));
    case "metricKey":
      return path[0] === "metrics" ? undescribed(outline) : [];
    case undefined:
    default:
      return path.at(-1) === "key" && path.includes("cards") ? outline.cards.map((key) => value(key)) : [];
  }
}

/** What is collected and has no name yet. */
function undescribed({ metricKeys, describedKeys }: Outline): readonly EditorOption[] {
  const described = new Set(describedKeys);
  return metricKeys
    .filter((key) => !described.has(key) && !described.has(`${key}.count`))
    .map((key) => value(key));
}

function filterOffer(path: readonly string[], written: string, outline: Outline): Offer | undefined {
  const argument = /\$(?:eq|prefix)\(([\w.-]*)$/.exec(written);
  if (path.at(-1) === "condition" && argument !== null) {
    const keys = [...outline.metricKeys, ...outline.calculatedKeys];
    return { replaced: argument[1]!.length, options: keys.map((key) => value(key)) };
  }
  const word = /\$?\w*$/.exec(written)![0];
  const calls = { replaced: word.length, options: FILTER_CALLS };
  if (path.at(-1) !== "filter" || written.startsWith("const:")) return calls;
  return whole(written, [
    value("const:", { info: "A condition, such as const:$prefix(Gi)." }),
    ...outline.variables.map(({ id, displayName }) => variable(id, displayName)),
  ]);
}

function selectorOffer(written: string, outline: Outline): Offer {
  const word = SELECTOR_WORD.exec(written)![0];
  const dimension = /(?:splitBy|merge|filter)\([^()]*$|(?:eq|ne|in|prefix)\("?[\w.:]*$/.exec(written);
  if (dimension !== null) {
    const inner = /[\w.:-]*$/.exec(written)![0];
    return { replaced: inner.length, options: selectorDimensions(outline) };
  }
  const transformation = /(?:\)|[\w"]):(\w*)$/.exec(written);
  if (transformation !== null && !/(?:^|[\s(,+*/-])func:\w*$/.test(written)) {
    return { replaced: transformation[1]!.length, options: TRANSFORMATIONS };
  }
  const keys = [...outline.calculatedKeys, ...outline.metricKeys];
  return { replaced: word.length, options: keys.map((key) => value(key)) };
}

const selectorDimensions = ({ entityTypes, dimensionKeys }: Outline): readonly EditorOption[] => [
  ...entityTypes.map((type) => value(`dt.entity.${type}`, { insert: `"dt.entity.${type}"` })),
  ...dimensionKeys.map((key) => value(key, { insert: `"${key}"` })),
];

function entitySelectorOffer(written: string, { entityTypes }: Outline): Offer {
  const type = /type\("?([\w:.-]*)$/.exec(written);
  if (type !== null) return { replaced: type[1]!.length, options: entityTypes.map((name) => value(name)) };
  const word = /[$\w.]*$/.exec(written)![0];
  return {
    replaced: word.length,
    options: [
      value("$(entityConditions)", { info: "The entity that is shown." }),
      ...entityTypes.map((name) => value(`type(${name})`)),
      ...["fromRelationships.runsOn()", "toRelationships.runsOn()", "entityName()", "tag()"].map((text) =>
        value(text),
      ),
    ],
  };
}

/** Inside of braces stands a dimension. */
function patternOffer(written: string, { dimensionKeys }: Outline): Offer | undefined {
  const open = /\{([\w.:-]*)$/.exec(written);
  if (open !== null)
    return {
      replaced: open[1]!.length,
      options: dimensionKeys.map((key) => value(key, { insert: `${key}}` })),
    };
  return { replaced: 0, options: dimensionKeys.map((key) => value(`{${key}}`)) };
}
