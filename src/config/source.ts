import { blankComments } from "./json-comments.ts";
import { jsonProblem } from "./json-problem.ts";
import { scanJson } from "./json-source.ts";
import { failed, type ParsedSource, SOURCE_LENGTH_MAX } from "./source-node.ts";
import { readYaml } from "./yaml-source.ts";

/** The YAML library needs some 60 times the length in memory. */
const YAML_LENGTH_MAX = 8 * 1024 * 1024;
const LOOKS_LIKE_JSON = /^\uFEFF?\s*[[{]/;

/**
 * Reads JSON or YAML 1.2 into nodes with positions. Never throws.
 *
 * Plain JSON takes a scanner of our own: a configuration of 20 000 devices has 10 MB, for which the YAML library
 * takes 5 s and 600 MB, the scanner a tenth of that. What is not JSON, comments aside, goes to the library.
 */
export function parseSource(text: string): ParsedSource {
  if (text.length > SOURCE_LENGTH_MAX) {
    return failed(0, `the text is longer than ${SOURCE_LENGTH_MAX} characters. Split it into several files`);
  }
  // Windows tools put a byte order mark first, which JSON does not know; a blank keeps the columns.
  const json = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  if (isJson(json)) return scanJson(json);
  const uncommented = blankComments(json);
  if (isJson(uncommented)) return scanJson(uncommented);
  const yaml = text.length > YAML_LENGTH_MAX ? tooLongForYaml() : readYaml(text);
  const problem = !yaml.ok && LOOKS_LIKE_JSON.test(text) ? jsonProblem(uncommented) : undefined;
  return problem === undefined ? yaml : { ok: false, problems: [problem] };
}

function tooLongForYaml(): ParsedSource {
  return failed(
    0,
    `YAML is read up to ${YAML_LENGTH_MAX} characters. Write a longer list of devices as JSON`,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Turns offsets into 1-based lines and columns (UTF-16 units); counts the lines when first asked. */
export function lineFinder(text: string): (at: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (at) => {
    starts ??= lineStarts(text);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - starts[low]! + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
