import { SECRET_MASK, Secret } from "../base/index.ts";
import type { Credentials } from "./config.ts";
import { type Field, nameOf } from "./field.ts";
import { readSection, readText } from "./read.ts";
import type { Report } from "./report.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";

/** The keys of `authentication` whose values are secrets. */
export const SECRET_KEYS = ["community", "authPassword", "privPassword"] as const;

/** How a secret stands in a file: as text, clear or `enc:v1:…`, or where it is found. */
export type SecretSource = { readonly text: string } | SecretRef;

/** Why a secret cannot be had: a clause after the name of the field, and a sentence. Neither quotes a secret. */
export interface SecretProblem {
  readonly problem: string;
  readonly remedy: string;
}

/** Where secrets come from; this folder itself reads neither environment nor files, and knows no keys. */
export interface SecretReader {
  read(source: SecretSource): { readonly secret: Secret } | SecretProblem;
  /** The named credential; undefined when there is none of this name. */
  credential(name: string): { readonly credentials: Credentials } | SecretProblem | undefined;
  readonly credentialNames: readonly string[];
}

export interface SecretOptions {
  /** Path of the text: `{ file }` in it counts from its folder. Default: the working directory. */
  readonly file?: string;
  /** Default: secrets in clear text alone, and no named credentials. */
  readonly secrets?: SecretReader;
}

export type SecretContext = Required<SecretOptions>;

export function secretContext({ file = "", secrets = CLEAR_TEXT_ALONE }: SecretOptions): SecretContext {
  return { file, secrets };
}

const CLEAR_TEXT_ALONE: SecretReader = {
  read: (source) =>
    "text" in source && !source.text.startsWith("enc:")
      ? { secret: new Secret(source.text) }
      : {
          problem: "is encrypted or stands elsewhere, and nobody here can read it",
          remedy: "Write it in clear text",
        },
  credential: () => undefined,
  credentialNames: [],
};

/** Reads a secret field: text, `{ env: NAME }` or `{ file: path }`. Nothing of it enters a finding. */
export function readSecret(
  report: Report,
  field: Field | undefined,
  { file, secrets }: SecretContext,
): Secret | undefined {
  const source = field === undefined ? undefined : sourceOf(report, field, file);
  if (field === undefined || source === undefined) return undefined;
  const answer = secrets.read(source);
  if ("secret" in answer) return answer.secret;
  reportProblem(report, field, answer);
  return undefined;
}

export function reportProblem(report: Report, field: Field, { problem, remedy }: SecretProblem): void {
  report.error(report.codes.value, field, `${nameOf(field)} ${problem}. ${remedy}`);
}

/** A secret may be a longer text when it is encrypted. */
const SECRET_LENGTH_MAX = 4_096;
const CLEAR_LENGTH_MAX = 500;

function sourceOf(report: Report, field: Field, file: string): SecretSource | undefined {
  if (field.node.kind === "map") {
    return readSection(report, field) && readSecretRef(report, field, file);
  }
  const isLong = field.node.kind === "scalar" && String(field.node.value).startsWith("enc:");
  const text = readText(report, field, { max: isLong ? SECRET_LENGTH_MAX : CLEAR_LENGTH_MAX });
  if (text !== SECRET_MASK) return text === undefined ? undefined : { text };
  const problem = `is ${SECRET_MASK}, which only stands for a secret where it is shown`;
  reportProblem(report, field, { problem, remedy: "Write the secret itself" });
  return undefined;
}
