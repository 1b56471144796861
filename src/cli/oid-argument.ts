import { parseOid } from "../app/index.ts";
import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import { usage } from "./device-options.ts";

/** An OID of the command line: by number, or by name with an optional instance (`IF-MIB::ifName.3`). */
export function rootOf(text: string, catalogue: ObjectCatalogue): Oid {
  const [, name = text, instance = ""] = /^(.*?[A-Za-z][\w-]*)((?:\.\d+)*)$/.exec(text) ?? [];
  const root = parseOid(text) ?? parseOid(`${catalogue.oidOf(name) ?? ""}${instance}`);
  if (root !== undefined) return root;
  throw usage(
    `"${text}" is neither a numeric OID nor a name in the loaded MIBs.`,
    "Write it by number, or add its MIB with --mib-dir.",
  );
}
