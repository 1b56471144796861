import { ASSET } from "./format/extension-keys.ts";
import { LIMITS } from "./limits.ts";
import type { LocatedText, MapReader } from "./reader.ts";

/** Keys of newer or other parts of the platform: known, kept out of the way, ignored. */
export const FOREIGN_KEYS = [
  "documents",
  "openpipeline",
  "logMetrics",
  "logEvents",
  "logProcessingRules",
  "eventTemplates",
  "processes",
];

interface Assets {
  readonly dashboards: readonly string[];
  readonly alerts: readonly string[];
}

/**
 * `dashboards` and `alerts`: paths of JSON files in the package.
 * @param files  the members of the package; undefined for a bare file, where nothing can be missing
 */
export function readAssets(root: MapReader, files: ReadonlySet<string> | undefined): Assets {
  return {
    dashboards: readPaths(root, "dashboards", LIMITS.dashboards, files),
    alerts: readPaths(root, "alerts", LIMITS.alerts, files),
  };
}

function readPaths(
  root: MapReader,
  key: string,
  limit: number,
  files: ReadonlySet<string> | undefined,
): readonly string[] {
  const readers = root.maps(key);
  root.atMost(key, readers.length, limit);
  return readers.flatMap((reader) => {
    reader.onlyKeys(ASSET);
    const source = reader.requiredText("path", `for example ${key}/overview.json`);
    return source === undefined ? [] : (readPath(reader, source, files) ?? []);
  });
}

function readPath(
  { findings }: MapReader,
  source: LocatedText,
  files: ReadonlySet<string> | undefined,
): string | undefined {
  const path = source.text
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.split("/").includes("..")) {
    const message = "the path must stay inside the package, without '..' or a leading '/'";
    findings.error("M004", source, message, source.text);
    return undefined;
  }
  if (files !== undefined && !files.has(path)) {
    const message = `the package has no file '${path}'; add it or remove the entry`;
    findings.warning("M103", source, message, source.text);
  }
  return path;
}
