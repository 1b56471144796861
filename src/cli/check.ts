import { checkManifest, type Finding, formatFinding, loadUserMibs } from "../app/index.ts";
import { EXIT, printError } from "./output.ts";
import type { CommandContext } from "./program.ts";

interface CheckFlags {
  readonly config?: string;
  readonly mibDir: readonly string[];
  readonly json?: true;
  readonly strict?: true;
}

/** Prints every finding of every manifest; a file that cannot be read fails the check and the others go on. */
export async function check(
  manifests: readonly string[],
  flags: CheckFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  const userMibs = await loadUserMibs(flags.mibDir);
  const findings: Finding[] = [...userMibs.findings];
  let unreadable = 0;
  for (const manifest of manifests) {
    try {
      findings.push(...(await checkManifest(manifest, userMibs, flags.config)));
    } catch (error) {
      unreadable += 1;
      printError(terminal, error);
    }
  }
  if (flags.json === true) terminal.out.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  else for (const finding of findings) terminal.out.write(`${formatFinding(finding)}\n`);
  const of = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const files = `${manifests.length} file${manifests.length === 1 ? "" : "s"}`;
  terminal.err.write(
    `${files} checked: ${of("error")} errors, ${of("warning")} warnings, ${of("info")} notes\n`,
  );
  const failed = unreadable > 0 || of("error") > 0 || (flags.strict === true && of("warning") > 0);
  return failed ? EXIT.failed : EXIT.ok;
}
