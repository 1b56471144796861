import { builtinCatalogue, connectAdHoc, layerCatalogues, loadUserMibs, renderText } from "../app/index.ts";
import type { ObjectCatalogue, Oid, SnmpValue } from "../smi/index.ts";
import { advancedOf, type DeviceFlags, deviceOf } from "./device-options.ts";
import { rootOf } from "./oid-argument.ts";
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
  const roots = texts.map((text) => rootOf(text, catalogue));
  const { client } = await connectAdHoc(deviceOf(host, flags, context.env), advancedOf(flags));
  let failed = 0;
  try {
    for (const root of roots) {
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
      if (failure !== undefined) {
        failed += 1;
        printError(terminal, failure);
      } else if (cells.size === 0) {
        await walkInstance(root);
      }
    }
  } finally {
    client.close();
  }
  return failed > 0 ? EXIT.someDevicesFailed : EXIT.ok;

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
