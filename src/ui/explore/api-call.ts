import { urlOf } from "../api/client.ts";

// The same question for a program.

export interface SeriesQuestion {
  readonly metricSelector: string;
  readonly entitySelector?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly resolution?: string | undefined;
}

export const QUERY_PATH = "/api/v2/metrics/query";

/** @param origin  `http://127.0.0.1:9999` */
export const callUrl = (origin: string, question: SeriesQuestion): string =>
  origin + urlOf(QUERY_PATH, { ...question });

/** For a shell in which TOKEN is a token with the scope metrics.read. */
export function curlCall(origin: string, question: SeriesQuestion): string {
  const data = Object.entries(question).flatMap(([key, value]: [string, string | undefined]) =>
    value === undefined ? [] : [`  --data-urlencode ${shellText(`${key}=${value}`)}`],
  );
  const head = `curl -sS -G -H "Authorization: Api-Token $TOKEN" ${shellText(origin + QUERY_PATH)}`;
  return [head, ...data].join(" \\\n");
}

const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
