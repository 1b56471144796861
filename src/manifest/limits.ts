/** Bounds of the format (spec of the Extensions 2.0 format, limits) and our own bounds on what a file may cost us. */
export const LIMITS = {
  /** Characters of the file; the longest published manifest has about 300,000. */
  fileChars: 2_000_000,
  /** YAML tokens (marks, words, blanks): a second or two of parsing; published manifests have up to 100,000. */
  yamlTokens: 400_000,
  /** YAML nodes after aliases are followed: a few lines of aliases can stand for billions. */
  nodesExpanded: 1_000_000,

  nameChars: 50,
  varTextChars: 10_000,
  metadataEntries: 500,
  metricsPerLevel: 100,
  metricsPerExtension: 500,
  groups: 10,
  subgroupsPerGroup: 10,
  dimensionsPerLevel: 25,
  dimensionsPerTrapGroup: 5,
  dimensionsPerLine: 50,
  intervalMinutesMin: 1,
  intervalMinutesMax: 2_880,
  dashboards: 10,
  alerts: 100,
  /** Soft and hard bound of types and of relationships, which the platform counts per environment. */
  topologySoft: 100,
  topologyHard: 500,
  /** Metric selectors in one text, joined by commas. */
  selectorsPerText: 10,
} as const;

/** The newest platform level whose features we implement; a manifest that asks for more is loaded with M107. */
export const IMPLEMENTED_LEVEL = "1.325";
