import type { LinesTaken } from "./options.ts";

/** The `ValidationResponse` of spec 3 §3.1 as JSON text, with its status: 202 when every line is valid, else 400. */
export function validationResponse(taken: LinesTaken): { readonly status: 202 | 400; readonly text: string } {
  const { linesOk, linesInvalid } = taken;
  const status = linesInvalid === 0 ? 202 : 400;
  const text = JSON.stringify({ linesOk, linesInvalid, error: errorOf(taken), warnings: warningsOf(taken) });
  return { status, text };
}

function errorOf({ linesInvalid, invalidLines }: LinesTaken): object | null {
  if (linesInvalid === 0) return null;
  const listed = invalidLines.map(({ line, error }) => ({ line, error }));
  const first = listed.length < linesInvalid ? `; the first ${listed.length} are listed` : "";
  return { code: 400, message: `${linesInvalid} invalid lines${first}`, invalidLines: listed };
}

function warningsOf({ changedKeys }: LinesTaken): object | null {
  if (changedKeys.length === 0) return null;
  const changedMetricKeys = changedKeys.map(({ line, warning }) => ({ line, warning }));
  return {
    message: `${changedMetricKeys.length} metric keys are stored under another name`,
    changedMetricKeys,
  };
}
