import { parseOid, similarName } from "../app/index.ts";
import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import { usage } from "./usage.ts";

/** What `1` stands for: an OID has two arcs at least. ISO's standards (LLDP) and members, then 1.3 with the internet. */
export const WHOLE_TREE: readonly Oid[] = ["1.0", "1.2", "1.3"].flatMap((arcs) => parseOid(arcs) ?? []);

/** OIDs of the command line: by number, or by name with an optional instance (`IF-MIB::ifName.3`); `1` is everything. */
export function rootsOf(text: string, catalogue: ObjectCatalogue): readonly Oid[] {
  if (/^\.?(1|iso)$/.test(text)) return WHOLE_TREE;
  const [, name = text, instance = ""] = /^(.*?[A-Za-z][\w-]*)((?:\.\d+)*)$/.exec(text) ?? [];
  const root = parseOid(text) ?? parseOid(`${catalogue.oidOf(name) ?? ""}${instance}`);
  if (root !== undefined) return [root];
  const near = similarName(name, catalogue);
  throw usage(
    `"${text}" is neither a numeric OID nor a name in the loaded MIBs.`,
    near === undefined
      ? "Write it by number, or add its MIB with --mib-dir."
      : `Did you mean ${near}${instance}? Else write it by number, or add its MIB with --mib-dir.`,
  );
}
