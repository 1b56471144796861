import type { ManifestFindings } from "./findings.ts";
import { AUTHOR } from "./format/extension-keys.ts";
import { IMPLEMENTED_LEVEL, LIMITS } from "./limits.ts";
import type { LocatedText, MapReader } from "./reader.ts";

export interface Header {
  readonly name: string;
  readonly version: string;
  readonly minDynatraceVersion: string;
  readonly minEecVersion: string | undefined;
  readonly author: string;
}

const NAME = /^(?:custom:)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const VERSION = /^\d+\.\d+\.\d+$/;
const LEVEL = /^\d+\.\d+(\.\d+)?$/;

/** Who the extension is and what it asks for: name, version, minimum platform levels, author. */
export function readHeader(root: MapReader): Header {
  const author = root.map("author");
  if (!root.has("author")) root.missing("author", "author: {name: …}");
  author?.onlyKeys(AUTHOR);
  return {
    name: readName(root),
    version: readVersion(root),
    minDynatraceVersion:
      readLevel(
        root,
        "minDynatraceVersion",
        root.requiredText("minDynatraceVersion", `for example "1.256"`),
      ) ?? "",
    minEecVersion: readLevel(root, "minEECVersion", root.text("minEECVersion")),
    author: author?.requiredText("name", "who answers for the extension")?.text.trim() ?? "",
  };
}

function readName(root: MapReader): string {
  const name = root.requiredText("name", "for example custom:my.extension");
  if (name === undefined) return "";
  const text = name.text.trim();
  if (!NAME.test(text)) {
    const message =
      "an extension name has lower-case letters, digits, '-', '_' and single dots between them; only the prefix custom: has a colon";
    root.findings.error("M004", name, message, text);
  } else if (!/^(custom:|com\.dynatrace\.)/.test(text)) {
    root.findings.warning(
      "M004",
      name,
      `the platform takes only names of its own without prefix; write custom:${text}`,
      text,
    );
  }
  if (text.length > LIMITS.nameChars) {
    const message = `the name has ${text.length} characters; at most ${LIMITS.nameChars} are allowed`;
    root.findings.error("M005", name, message, text);
  }
  return text;
}

function readVersion(root: MapReader): string {
  const version = root.requiredText("version", "for example 1.0.0");
  if (version === undefined) return "";
  const text = version.text.trim();
  if (!VERSION.test(text))
    root.findings.error("M004", version, "a version has three numbers, such as 1.0.0", text);
  return text;
}

function readLevel(root: MapReader, key: string, level: LocatedText | undefined): string | undefined {
  if (level === undefined) return undefined;
  const text = level.text.trim();
  if (LEVEL.test(text)) warnWhenNewer(root.findings, key, level, text);
  else
    root.findings.error("M004", level, `'${key}' has two or three numbers, such as 1.256 or 1.289.0`, text);
  return text;
}

function warnWhenNewer(findings: ManifestFindings, key: string, level: LocatedText, text: string): void {
  const [major = 0, minor = 0] = text.split(".").map(Number);
  const [implementedMajor = 0, implementedMinor = 0] = IMPLEMENTED_LEVEL.split(".").map(Number);
  if (major < implementedMajor || (major === implementedMajor && minor <= implementedMinor)) return;
  const message = `${key} ${text} is newer than the implemented level ${IMPLEMENTED_LEVEL}; what came later is ignored`;
  findings.warning("M107", level, message, text);
}
