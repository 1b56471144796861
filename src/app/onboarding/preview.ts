import type { PreviewJson, PreviewRequest } from "../../api/index.ts";
import type { Logger } from "../../base/index.ts";
import type { SecretReader } from "../../config/index.ts";
import type { OpenSnmpClient, SnmpClient } from "../../snmp/index.ts";
import type { AdHocPlan } from "../adhoc.ts";
import { findingJson } from "../live/extension-json.ts";
import type { NameService } from "../names.ts";
import type { PollOutcome } from "../pipeline.ts";
import { type PollReport, pollOnce } from "../poll-once.ts";
import { costsOf, linesOf, topologyOf } from "./preview-json.ts";
import { type Extensions, previewedExtension, previewPlan } from "./preview-manifest.ts";
import { missingIn } from "./preview-missing.ts";
import { openSource, type SourceHost } from "./preview-source.ts";
import { tablesOf } from "./preview-tables.ts";
import { withinBudget } from "./within-budget.ts";

export interface PreviewHost extends Extensions, SourceHost {
  readonly logger: Logger;
  readonly names: NameService;
  /** Of one conversation: not held to the pace of checks. */
  readonly open: OpenSnmpClient;
  readonly secrets: () => SecretReader;
}

const BUDGET_MS = 30_000;
/** Counts are what a counter grew by, so they need two polls; this is enough for a rate. */
const BETWEEN_POLLS_MS = 1_000;

type Round = { readonly outcomes: readonly PollOutcome[]; readonly requests: number };

/**
 * Polls a device, or a recording, with an extension, as the service would, and shows what it gives; nothing is kept.
 * @throws {ApiError} 400, 404 or 413 for a request that cannot be previewed
 */
export async function preview(
  request: PreviewRequest,
  host: PreviewHost,
  signal: AbortSignal,
): Promise<PreviewJson> {
  const extension = await previewedExtension(request.manifest, host);
  const findings = extension.findings.map(findingJson);
  if (extension.manifest === undefined) return refused(findings);
  const source = await openSource(request.source, host);
  try {
    const prepared = previewPlan(extension, source.device, request, host.secrets());
    const told = [...findings, ...prepared.findings.map(findingJson)];
    return { ...(await pollPreview(prepared, host, signal)), findings: told };
  } finally {
    await source.close();
  }
}

const NOTHING: Omit<PreviewJson, "findings" | "verdict" | "message"> = {
  lines: [],
  totalLines: 0,
  tables: [],
  missing: [],
  entities: [],
  relationships: [],
  costs: [],
  requests: 0,
  durationMs: 0,
};

function refused(findings: PreviewJson["findings"]): PreviewJson {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const message = `The manifest has ${errors === 1 ? "an error" : `${errors} errors`}, so nothing was polled. Correct what the findings name.`;
  return { ...NOTHING, findings, verdict: "MANIFEST_ERROR", message };
}

async function pollPreview(
  prepared: AdHocPlan,
  host: PreviewHost,
  signal: AbortSignal,
): Promise<Omit<PreviewJson, "findings">> {
  const { clock } = host;
  if (prepared.plans.every(({ tasks }) => tasks.length === 0)) return nothingToPoll(prepared);
  let round: Round | undefined;
  const rounds = new AbortController();
  const opened = countingOpener(host.open);
  const report = await withinBudget(clock, BUDGET_MS, signal, (left) =>
    pollOnce({
      ...host,
      prepared,
      open: opened.open,
      labelRefreshMs: undefined,
      polls: 2,
      intervalMs: BETWEEN_POLLS_MS,
      signal: AbortSignal.any([left, rounds.signal]),
      onRound: (_, outcomes) => {
        // A signal cuts a round short; the one before it is the whole one.
        if (outcomes.length > 0) round = { outcomes, requests: opened.sinceLast() };
        if (outcomes.every(({ report: { outcome } }) => outcome === "failed")) rounds.abort();
      },
    }),
  );
  signal.throwIfAborted();
  return report === undefined ? outOfTime : shown(report, round, prepared, clock.wallMs());
}

const outOfTime: Omit<PreviewJson, "findings"> = {
  ...NOTHING,
  verdict: "DEVICE_CONNECTION_ERROR",
  message: `Two polls took more than ${BUDGET_MS / 1_000} s. Choose fewer feature sets, or shorter time-outs in advanced.`,
};

function nothingToPoll({ manifest }: AdHocPlan): Omit<PreviewJson, "findings"> {
  const message =
    manifest.snmp.length === 0
      ? "The extension polls nothing: it is for traps alone."
      : "The chosen feature sets collect nothing. Choose others, or all.";
  return { ...NOTHING, verdict: "OK", message };
}

function shown(
  report: PollReport,
  round: Round | undefined,
  { catalogue }: AdHocPlan,
  atMs: number,
): Omit<PreviewJson, "findings"> {
  const { outcomes = [], requests = 0 } = round ?? {};
  const [device] = report.devices;
  const verdict = device?.verdict ?? { code: "PENDING", message: "" };
  return {
    verdict: verdict.code,
    message: [verdict.message, ...(device?.whyNoLines ?? [])].filter((text) => text !== "").join("; "),
    ...linesOf(outcomes),
    tables: tablesOf(outcomes),
    missing: missingIn(outcomes, catalogue),
    ...topologyOf(report, atMs),
    costs: costsOf(outcomes),
    requests,
    durationMs: durationOf(outcomes),
  };
}

/** From the begin of the first group to the end of the last. */
function durationOf(outcomes: readonly PollOutcome[]): number {
  if (outcomes.length === 0) return 0;
  const endMs = Math.max(...outcomes.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
  return Math.round(endMs - Math.min(...outcomes.map(({ startedAtMs }) => startedAtMs)));
}

/** Opens clients, and knows how many requests all of them have sent since it was asked last. */
function countingOpener(open: OpenSnmpClient): {
  readonly open: OpenSnmpClient;
  readonly sinceLast: () => number;
} {
  const clients: SnmpClient[] = [];
  let before = 0;
  return {
    open: (target) => {
      const client = open(target);
      clients.push(client);
      return client;
    },
    sinceLast: () => {
      const total = clients.reduce((sum, client) => sum + client.stats().requests, 0);
      const since = total - before;
      before = total;
      return since;
    },
  };
}
