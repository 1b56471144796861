import { blankComments } from "./json-comments.ts";
import { jsonProblem } from "./json-problem.ts";
import { scanJson } from "./json-scanner.ts";
import { failed, type ParsedSource } from "./node.ts";
import { parseYaml, TYPED_SCALARS } from "./yaml.ts";

/** Twice what 20 000 devices with long credentials need, indented. */
const SOURCE_LENGTH_MAX = 64 * 1024 * 1024;

/** The YAML library needs some 60 times the length in memory. */
const YAML_LENGTH_MAX = 8 * 1024 * 1024;
/**
 * Devices in 8 MiB have 2 to 4 million tokens; a text of marks alone would have ten and take all memory. So would a
 * few lines of aliases, for who shows a file copies it: 20 000 devices have some 300,000 nodes.
 */
const YAML_BOUNDS = { tokensMax: 6_000_000, nodesMax: 4_000_000, syntaxErrorsMax: 1 };
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
  const yaml = text.length > YAML_LENGTH_MAX ? tooLongForYaml() : parseYaml(text, TYPED_SCALARS, YAML_BOUNDS);
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
