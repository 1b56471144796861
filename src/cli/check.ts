import { checkManifest, type Finding, formatFinding, loadUserMibs } from "../app/index.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";

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
  { terminal }: CommandContext,
): Promise<number> {
  const userMibs = await loadUserMibs(flags.mibDir);
  const findings: Finding[] = [...userMibs.findings];
  for (const manifest of manifests) findings.push(...(await checkManifest(manifest, userMibs, flags.config)));
  if (flags.json === true) terminal.out.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  else for (const finding of findings) terminal.out.write(`${formatFinding(finding)}\n`);
  const of = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, notes] = [of("error"), of("warning"), of("info")];
  terminal.err.write(
    `${counted(manifests.length, "file")} checked: ${counted(errors, "error")}, ${counted(warnings, "warning")}, ${counted(notes, "note")}\n`,
  );
  return errors > 0 || (flags.strict === true && warnings > 0) ? EXIT.failed : EXIT.ok;
}
