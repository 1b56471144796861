/** What usually is behind an error of the YAML library, and what to do; by its code, since its messages quote. */
export function explainYamlError(code: string): string {
  return (
    EXPLANATIONS[code] ?? "not valid JSON or YAML here. Check brackets, quotes and commas around this place"
  );
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an alias must be a name after `*`. Put the text in quotes if it is meant literally",
  BAD_DQ_ESCAPE: "unknown escape after `\\` in a text in double quotes. Write `\\\\` for a backslash",
  BAD_INDENT: "wrong indentation, or a bracket that is not closed. Align this line with its neighbours",
  BAD_SCALAR_START: "a plain text cannot start with this character. Put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a nested mapping cannot stand on the line of its key. Put it on a line of its own, or a text with ': ' in quotes",
  BLOCK_IN_FLOW: "a comma or a closing quote is missing before this place",
  MISSING_CHAR: "a character is missing here: a closing bracket or quote, a comma, or a blank after a colon",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line and be followed by a colon",
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "only one YAML document is allowed in a file. Split the file at `---`",
  TAB_AS_INDENT: "tabs cannot indent YAML. Use blanks",
  UNEXPECTED_TOKEN: "this does not belong here. Check brackets, quotes and commas before this place",
};
