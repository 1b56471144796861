import type { Extension, Finding } from "../../api/contract/index.ts";
import { ApiFailure, post } from "../api/client.ts";
import { counted } from "../words/counted.ts";
import { countFindings } from "./editor/finding-range.ts";
import { sizeProblem } from "./file-size.ts";
import { install } from "./manifest-api.ts";

/** A file that was looked at, and not yet installed. */
export interface Looked {
  readonly file: File;
  /** Undefined when it cannot be installed as it is. */
  readonly extension: Extension | undefined;
  readonly findings: readonly Finding[];
  readonly failure: unknown;
}

/** Checks first: what is wrong is said with its place, and nothing is installed by dropping a file alone. */
export async function lookAt(file: File): Promise<Looked> {
  try {
    refuseSize(file);
    await refuseNoZip(file);
    const findings = await findingsOf(file);
    const { error: errors } = countFindings(findings);
    const failure =
      errors === 0
        ? undefined
        : new Error(`It has ${counted(errors, "error")}. Mend what is said below, and choose it again.`);
    const extension = failure === undefined ? await install(file, { validateOnly: true }) : undefined;
    return { file, extension, findings, failure };
  } catch (failure) {
    return { file, extension: undefined, findings: [], failure: underItsName(failure, file) };
  }
}

/** A file that cannot be read at all: the service says it once for people, and once more as a violation. */
function underItsName(failure: unknown, { name }: File): unknown {
  if (!(failure instanceof ApiFailure)) return failure;
  const violations = failure.violations.filter(({ path }) => path !== "");
  const message = failure.message.replace(/^Extension\.(?:zip|yaml)\b/, name);
  return new ApiFailure(failure.status, message, violations);
}

function refuseSize(file: File): void {
  const problem = sizeProblem(file);
  if (problem !== undefined) throw new Error(problem);
}

/** The service cannot know that it was to be a zip, and would read it as a text. */
async function refuseNoZip(file: File): Promise<void> {
  if (!/\.zip$/i.test(file.name) || (await file.slice(0, 2).text()) === "PK") return;
  throw new Error(
    "This is no zip archive: it does not begin as one. Download or build the package again; a manifest alone ends in .yaml.",
  );
}

async function findingsOf(file: File): Promise<readonly Finding[]> {
  const answer = await post<{ readonly findings: readonly Finding[] }>(
    "/api/snmpgate/manifests/check",
    file,
    { contentType: "application/octet-stream" },
  );
  return answer.findings;
}
