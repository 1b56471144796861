import { type ObjectCatalogue, parseOid } from "../smi/index.ts";
import type { OidRef } from "./manifest.ts";
import { nameRemedy } from "./object-name.ts";

const NAMED = /^(?:[A-Za-z][A-Za-z0-9-]*::)?([A-Za-z][A-Za-z0-9-]*)((?:\.\d+)*)$/;

/** `ref` is undefined when the text is no OID; `problem` says why, or that a MIB name is unknown for now. */
type OidReading =
  | { readonly status: "ok"; readonly ref: OidRef }
  | { readonly status: "unresolved"; readonly ref: OidRef; readonly problem: string }
  | { readonly status: "invalid"; readonly problem: string };

/**
 * Reads an OID as a manifest writes it: `1.3.6.1.2.1.1.5.0`, `.1.3.6…`, `SNMPv2-MIB::sysName.0`, `ifDescr`.
 * Names are looked up in the catalogue; one that is not found gives a reference without `oid` (M106), which the
 * plan leaves out until the MIB is there.
 */
export function readOid(text: string, catalogue: ObjectCatalogue | undefined): OidReading {
  const numeric = parseOid(text);
  if (numeric !== undefined) return { status: "ok", ref: { text, oid: numeric } };
  const named = NAMED.exec(text);
  if (named === null) return { status: "invalid", problem: oidProblem(text) };
  const arcs = named[2] ?? "";
  const name = arcs === "" ? text : text.slice(0, -arcs.length);
  const base = catalogue?.oidOf(name);
  if (base === undefined) {
    return {
      status: "unresolved",
      ref: { text, oid: undefined },
      problem: unresolvedProblem(name, catalogue),
    };
  }
  const oid = parseOid(base + arcs);
  if (oid === undefined) return { status: "invalid", problem: oidProblem(base + arcs) };
  return { status: "ok", ref: { text, oid } };
}

/** Whether the OID names one instance of a scalar object (RFC 2578 §7.10); names count as written. */
export function isScalarInstance(ref: OidRef): boolean {
  return (ref.oid ?? ref.text).endsWith(".0");
}

function unresolvedProblem(name: string, catalogue: ObjectCatalogue | undefined): string {
  return `the MIB name '${name}' is not known, and nothing is asked for it${nameRemedy(name, catalogue)}`;
}

/** Which rule of RFC 2578 §3.5, or of the notation, the text breaks. */
function oidProblem(text: string): string {
  if (text === "") return "the OID is empty; write for example oid:1.3.6.1.2.1.1.5.0";
  if (/\s/.test(text)) return "an OID has no blanks";
  if (!/^[\d.]+$/.test(text)) {
    return "not an OID: write numbers with dots between them (1.3.6.1.2.1.1.5.0), NAME.0 or MODULE::NAME.0";
  }
  const arcs = (text.startsWith(".") ? text.slice(1) : text).split(".");
  if (arcs.includes("")) return "an arc is missing: remove the trailing or double dot";
  if (arcs.length < 2) return "an OID has at least two arcs";
  if (arcs.length > 128) return `an OID has at most 128 arcs, this one ${arcs.length}`;
  const tooLarge = arcs.find((arc) => Number(arc) > 4_294_967_295 || arc.length > 10);
  if (tooLarge !== undefined) return `the arc ${tooLarge.slice(0, 20)} is larger than 4294967295`;
  if (Number(arcs[0]) > 2) return "the first arc is 0, 1 or 2; did you leave out the leading 1.?";
  return "the second arc is at most 39 below 0 and 1";
}
