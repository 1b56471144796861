import {
  type DimensionSpec,
  type DimensionValue,
  type Filter,
  type FilterSpec,
  normaliseDimensionKey,
  type OidRef,
  parseActivationFilter,
  type ThisField,
} from "../manifest/index.ts";
import { childOid, type ObjectCatalogue } from "../smi/index.ts";
import type { CellRef, DeviceField, DimensionPlan, DimensionSource } from "./plan.ts";

interface Scope {
  readonly table: boolean;
  readonly vars: ReadonlyMap<string, string>;
  readonly catalogue: ObjectCatalogue;
}

const DEVICE_FIELD_OF: Readonly<Record<ThisField, DeviceField>> = {
  "device.address": "address",
  "device.port": "port",
  "device.name": "name",
};

/**
 * Group and subgroup dimensions as one list sorted by key: additive, the inner one wins on equal keys (spec 1 §6).
 * Dimensions that can never have a value (unset variable, unresolved MIB name) are left out unless they filter.
 */
export function compileDimensions(
  group: readonly DimensionSpec[],
  own: readonly DimensionSpec[],
  scope: Scope,
): DimensionPlan[] {
  const byKey = new Map<string, DimensionPlan>();
  for (const spec of [...group, ...own]) {
    const key = normaliseDimensionKey(spec.key);
    const source = sourceOf(spec.value, scope);
    if (key === undefined || source === undefined) continue;
    const filter = filterOf(spec.filter, scope.vars);
    if (source.kind === "const" && source.text === "" && filter === undefined) byKey.delete(key);
    else byKey.set(key, { key, source, filter });
  }
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function sourceOf(value: DimensionValue, scope: Scope): DimensionSource | undefined {
  switch (value.kind) {
    case "const":
      return { kind: "const", text: value.text };
    case "var":
      return { kind: "const", text: scope.vars.get(value.id) ?? "" };
    case "this":
      return { kind: "device", field: DEVICE_FIELD_OF[value.field] };
    case "oid":
      return oidSource(value.ref, scope);
    case "inetAddress": {
      const type = cellOf(value.type, scope.table, scope.catalogue);
      const address = cellOf(value.address, scope.table, scope.catalogue);
      return type === undefined || address === undefined ? undefined : { kind: "inetAddress", type, address };
    }
    case "networkFormat": {
      const data = cellOf(value.data, scope.table, scope.catalogue);
      const formatter =
        value.formatter.kind === "const" ? value.formatter : formatterOf(value.formatter.ref, scope);
      if (data === undefined || formatter === undefined) return undefined;
      return { kind: "networkFormat", formatter, data, default: value.default };
    }
  }
}

/** The names of its numbers say how to read the data, however the manifest writes the OID. */
function formatterOf(ref: OidRef, scope: Scope): CellRef | undefined {
  const cell = cellOf(ref, scope.table, scope.catalogue);
  return cell && { ...cell, syntax: scope.catalogue.syntaxOf(cell.oid) };
}

function oidSource(ref: OidRef, scope: Scope): DimensionSource | undefined {
  const cell = cellOf(ref, scope.table, scope.catalogue);
  if (cell?.syntax?.kind !== "inetAddress" || cell.syntax.typeColumn === undefined) return cell;
  // The MIB names the sibling that holds the address type (RFC 4001): read both, as $inetAddress would.
  // Of a single row read as a scalar the instance part is unknown here: leave that one to its own rendering.
  if (cell.kind === "scalar" && !cell.oid.endsWith(".0")) return cell;
  const typeOid = cell.kind === "scalar" ? childOid(cell.syntax.typeColumn, 0) : cell.syntax.typeColumn;
  return { kind: "inetAddress", type: { kind: cell.kind, oid: typeOid, syntax: undefined }, address: cell };
}

/** In a table subgroup an OID is a column, unless it ends in `.0`: then it is one instance for all rows (§8.2). */
export function cellOf(ref: OidRef, table: boolean, catalogue: ObjectCatalogue): CellRef | undefined {
  if (ref.oid === undefined) return undefined;
  return {
    kind: table && !ref.oid.endsWith(".0") ? "column" : "scalar",
    oid: ref.oid,
    syntax: catalogue.syntaxOf(ref.oid, !/[A-Za-z]/.test(ref.text)),
  };
}

function filterOf(spec: FilterSpec | undefined, vars: ReadonlyMap<string, string>): Filter | undefined {
  if (spec === undefined) return undefined;
  if (spec.kind === "const") return spec.filter;
  // The configuration was rejected before (C005) if this text does not parse.
  const parsed = parseActivationFilter(vars.get(spec.id) ?? "");
  return parsed.ok ? parsed.filter : undefined;
}
