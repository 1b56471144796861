import { builtinCatalogue, layerCatalogues, loadUserMibs, renderText } from "../app/index.ts";
import type { ObjectCatalogue, Oid, SnmpValue } from "../smi/index.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { inFlagWords } from "./flag-words.ts";
import { rootsOf, WHOLE_TREE } from "./oid-argument.ts";
import { openDevice } from "./open-device.ts";
import { EXIT, printError } from "./output.ts";
import type { CommandContext } from "./program.ts";

interface WalkFlags extends DeviceFlags {
  readonly mibDir: readonly string[];
  readonly numeric?: true;
}

/** Prints what is below each OID as it arrives: `OID = TYPE: value`. What is cut short is said on stderr. */
export async function walk(
  host: string,
  texts: readonly string[],
  flags: WalkFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal, signal } = context;
  const userMibs = await loadUserMibs(flags.mibDir);
  const catalogue = layerCatalogues(userMibs.catalogue, builtinCatalogue);
  const roots = texts.flatMap((text) => rootsOf(text, catalogue));
  const client = await openDevice(host, flags, context.env);
  let [failed, answered] = [false, false];
  try {
    for (const root of roots) {
      if (failed && !answered) break; // nobody there: each further root would cost all retries again
      await walkRoot(root);
    }
  } finally {
    client.close();
  }
  return failed ? EXIT.someDevicesFailed : EXIT.ok;

  async function walkRoot(root: Oid): Promise<void> {
    const answer = await client.columns([root], {
      signal,
      onCells: (column, cells) => {
        const lines = cells.map(([index, value]) =>
          formatVarbind(`${column}.${index}` as Oid, value, catalogue, flags),
        );
        terminal.out.write(`${lines.join("\n")}\n`);
      },
    });
    const { cells, failure } = answer.columns.get(root)!;
    answered ||= cells.size > 0 || (failure?.code !== "snmp.timeout" && failure?.code !== "snmp.unreachable");
    if (failure !== undefined) {
      failed = true;
      printError(terminal, failure, inFlagWords);
    } else if (cells.size === 0 && !WHOLE_TREE.includes(root)) {
      await walkInstance(root);
    }
  }

  /** Nothing below: perhaps the OID is an instance itself. */
  async function walkInstance(root: Oid): Promise<void> {
    const value = (await client.get([root], signal)).values.get(root);
    terminal.out.write(`${formatVarbind(root, value ?? { type: "noSuchObject" }, catalogue, flags)}\n`);
  }
}

function formatVarbind(
  instance: Oid,
  value: SnmpValue,
  catalogue: ObjectCatalogue,
  flags: WalkFlags,
): string {
  const name = flags.numeric === true ? undefined : catalogue.nameOf(instance);
  const text = renderText(value, catalogue.syntaxOf(instance)) ?? "";
  return `${name ?? instance} = ${value.type}: ${text}`;
}
