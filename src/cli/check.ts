import { checkManifest, checkService, type Finding, formatFinding, loadUserMibs } from "../app/index.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { usage } from "./usage.ts";

interface CheckFlags {
  readonly config?: string;
  readonly mibDir: readonly string[];
  readonly json?: true;
  readonly strict?: true;
}

/** Prints every finding of every manifest; a file that cannot be read is a finding, and the others go on. */
export async function check(
  manifests: readonly string[],
  flags: CheckFlags,
  context: CommandContext,
): Promise<number> {
  const { files, findings } = await findingsOf(manifests, flags, context);
  const { terminal } = context;
  if (flags.json === true) terminal.out.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  else for (const finding of findings) terminal.out.write(`${formatFinding(finding)}\n`);
  const of = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, notes] = [of("error"), of("warning"), of("info")];
  terminal.err.write(
    `${counted(files, "file")} checked: ${counted(errors, "error")}, ${counted(warnings, "warning")}, ${counted(notes, "note")}\n`,
  );
  return errors > 0 || (flags.strict === true && warnings > 0) ? EXIT.failed : EXIT.ok;
}

interface Checked {
  readonly files: number;
  readonly findings: readonly Finding[];
}

async function findingsOf(
  manifests: readonly string[],
  { config, mibDir }: CheckFlags,
  { env }: CommandContext,
): Promise<Checked> {
  if (manifests.length > 0) return ofManifests(manifests, mibDir, config);
  if (config === undefined) {
    throw usage("there is nothing to check.", "Name manifests, or --config snmpgate.yaml of a service.");
  }
  if (mibDir.length === 0) return checkService(config, env);
  throw usage("--mib-dir belongs to manifests.", "A service has mibDirs in its snmpgate.yaml.");
}

async function ofManifests(
  manifests: readonly string[],
  mibDir: readonly string[],
  config: string | undefined,
): Promise<Checked> {
  const userMibs = await loadUserMibs(mibDir);
  const findings: Finding[] = [...userMibs.findings];
  for (const manifest of manifests) findings.push(...(await checkManifest(manifest, userMibs, config)));
  return { files: manifests.length, findings };
}
