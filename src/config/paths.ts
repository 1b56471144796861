import { echo, type Field, nameOf } from "./field.ts";
import { readText } from "./read.ts";
import type { Report } from "./report.ts";

export const PATH_LENGTH_MAX = 4_096;

/** A path relative to the file that names it. */
export function readPath(report: Report, field: Field | undefined, file: string): string | undefined {
  const path = readText(report, field, { max: PATH_LENGTH_MAX });
  if (field === undefined || path === undefined) return undefined;
  if (!path.startsWith("~")) return pathFrom(file, path);
  const message = `${nameOf(field)} starts with ~, which only a shell expands. Write the full path`;
  report.error(report.codes.value, field, message, echo(field));
  return undefined;
}

/**
 * A path of a file, taken from the folder of that file; an absolute one stays as it is.
 * pathFrom("conf/snmpgate.yaml", "../mibs") → "conf/../mibs"; pathFrom("snmpgate.yaml", "data") → "data"
 * `..` is left to the operating system, which alone knows where a symbolic link leads. (`node:path` reads the
 * working directory, so PURE folders do without it.)
 */
export function pathFrom(file: string, path: string): string {
  if (ABSOLUTE.test(path)) return path;
  const folder = file.slice(0, FOLDER.exec(file)?.[0].length ?? 0);
  return folder + path.replace(CURRENT, "");
}

const ABSOLUTE = /^(?:[/\\]|[A-Za-z]:[/\\])/;
const FOLDER = /^.*[/\\]/s;
const CURRENT = /^(?:\.\/+)+(?=.)/;
