import { type ParsedYaml, parseYaml, TYPED_SCALARS } from "../../src/source/yaml.ts";

/** YAML with typed scalars, as configurations have it. */
export function readYaml(text: string): ParsedYaml<string | number | boolean | null> {
  return parseYaml(text, TYPED_SCALARS, {
    tokensMax: 400_000,
    nodesMax: Number.POSITIVE_INFINITY,
    syntaxErrorsMax: 1,
  });
}
