import {
  type AdHocPlan,
  formatFinding,
  planToJson,
  prepareAdHoc,
  printPlan,
  secretsUnseen,
} from "../app/index.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { varsOf } from "./vars.ts";

interface PlanFlags {
  readonly manifest: string;
  readonly config: string;
  readonly featureSets?: readonly string[];
  readonly var: readonly string[];
  readonly mibDir: readonly string[];
  readonly json?: true;
}

/** Prints the compiled plan of each enabled configuration. */
export async function plan(flags: PlanFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { ready, findings } = await prepareAdHoc({
    manifest: flags.manifest,
    config: flags.config,
    devices: [],
    featureSets: flags.featureSets,
    vars: varsOf(flags.var),
    mibDirs: flags.mibDir,
    intervalMs: undefined,
    secrets: secretsUnseen,
  });
  const worth = findings.filter((finding) => finding.severity !== "info");
  for (const finding of worth) terminal.err.write(`${formatFinding(finding)}\n`);
  if (ready === undefined) return EXIT.failed;
  terminal.out.write(flags.json === true ? asJson(ready) : asText(ready));
  return EXIT.ok;
}

function asJson(ready: AdHocPlan): string {
  return `${JSON.stringify(ready.plans.map(planToJson), undefined, 2)}\n`;
}

function asText(ready: AdHocPlan): string {
  return ready.plans.map((compiled) => printPlan(compiled, ready.catalogue)).join("\n");
}
