import type { ApiToken } from "../../api/contract/index.ts";

export type Scope = ApiToken["scopes"][number];

export interface ScopeGroup {
  readonly label: string;
  readonly scopes: readonly { readonly scope: Scope; readonly about: string }[];
}

/** Every scope with what it opens, as the API's documentation names it beside each call. */
const ABOUT: Readonly<Record<Scope, string>> = {
  "metrics.ingest": "Send metric lines and OTLP metrics",
  "logs.ingest": "Send OTLP logs",
  "openTelemetryTrace.ingest": "Send OTLP traces",
  "metrics.read": "Query metrics, scrape devices",
  "entities.read": "List entities, their relationships and history",
  "entities.write": "Set tags, create custom devices",
  "events.read": "Status of devices and of the service, events, live updates",
  "extensions.read": "List and read manifests",
  "extensions.write": "Install and remove manifests",
  "extensionEnvironment.read": "See which version of a manifest is active",
  "extensionEnvironment.write": "Choose which version of a manifest is active",
  "extensionConfigurations.read": "List what is polled and how",
  "extensionConfigurations.write": "Add, change and remove devices; test credentials",
  "credentials.read": "List credentials, without their secrets",
  "credentials.write": "Create, change and remove credentials",
  "apiTokens.read": "List API tokens",
  "apiTokens.write": "Create and revoke API tokens",
  "users.read": "List users",
  "users.write": "Create, change and remove users",
  "auditLogs.read": "Read the audit log",
};

const GROUPS: readonly (readonly [string, RegExp])[] = [
  ["Send data", /\.ingest$/],
  ["Look", /^(?:metrics|entities|events)\.read$/],
  ["Set up", /^(?:extension|credentials|entities\.write)/],
  ["Administer", /^(?:apiTokens|users|auditLogs)/],
];

export const SCOPE_GROUPS: readonly ScopeGroup[] = GROUPS.map(([label, pattern]) => ({
  label,
  scopes: (Object.entries(ABOUT) as [Scope, string][])
    .filter(([scope]) => pattern.test(scope))
    .map(([scope, about]) => ({ scope, about })),
}));

export const scopeAbout = (scope: Scope): string => ABOUT[scope];

/** What most tokens are for. */
export const SCOPE_PRESETS: readonly { readonly label: string; readonly scopes: readonly Scope[] }[] = [
  { label: "Read everything", scopes: ["metrics.read", "entities.read", "events.read"] },
  { label: "Send data", scopes: ["metrics.ingest", "logs.ingest", "openTelemetryTrace.ingest"] },
  {
    label: "Set up devices",
    scopes: [
      "events.read",
      "extensions.read",
      "extensionEnvironment.read",
      "extensionConfigurations.read",
      "extensionConfigurations.write",
      "credentials.read",
      "credentials.write",
    ],
  },
];
