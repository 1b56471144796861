import { usage } from "./usage.ts";

/** `["site=b4", "x="]` → `{ site: "b4", x: "" }`. */
export function varsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf("=");
      if (equals < 1)
        throw usage(`--var "${text}" is not id=value.`, "For example --var if_name='$prefix(Gi)'.");
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
