import { type Field, nameOf } from "./field.ts";
import { readPath } from "./paths.ts";
import { readSection, readText, type Section } from "./read.ts";
import type { Report } from "./report.ts";
import { CLEAR_TEXT_SECRET, SERVICE_CODES } from "./service-codes.ts";

/** Where a secret is found; the service reads it at start. */
export type SecretRef = { readonly env: string } | { readonly file: string };

/** The vendor's tokens start so; a file is hardly called like this. */
const TOKEN = /^dt0[a-z]\d{2}\./i;
const ENVIRONMENT_VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Only a place is accepted; a token in the file itself is refused and never quoted. */
export function readSecretRef(report: Report, field: Field | undefined, file: string): SecretRef | undefined {
  if (field === undefined) return undefined;
  const remedy = "Write { env: NAME } or { file: path }";
  if (field.node.kind !== "map") {
    const message = `${nameOf(field)} must not stand in this file in clear text. ${remedy}, and a new token if others saw it`;
    report.error(CLEAR_TEXT_SECRET, field, message);
    return undefined;
  }
  const section = readSection(report, field)!;
  section.closed(["env", "file"]);
  const [env, secretFile] = [section.optional("env"), section.optional("file")];
  if (env !== undefined && secretFile === undefined) return readEnvironmentVariable(section, env);
  if (secretFile !== undefined && env === undefined) return readSecretFile(section, secretFile, file);
  const both = env === undefined ? "names neither env nor file" : "names both env and file";
  report.error(report.codes.value, field, `${nameOf(field)} ${both}. ${remedy}`);
  return undefined;
}

function readSecretFile(section: Section, field: Field, file: string): SecretRef | undefined {
  const path = readPath(section.report, field, file);
  if (path === undefined) return undefined;
  if (!TOKEN.test(section.peekText("file") ?? "")) return { file: path };
  const message = "file must be the path of a file that holds the secret, not the secret itself";
  const { report } = section;
  report.error(report.codes === SERVICE_CODES ? CLEAR_TEXT_SECRET : report.codes.value, field, message);
  return undefined;
}

function readEnvironmentVariable({ report }: Section, field: Field): SecretRef | undefined {
  const env = readText(report, field);
  if (env === undefined) return undefined;
  if (ENVIRONMENT_VARIABLE.test(env)) return { env };
  const message =
    "env must be the name of an environment variable, not the secret itself. Write a name like DT_TOKEN";
  report.error(report.codes.value, field, message);
  return undefined;
}
