import { AppError, type Secret } from "../../base/index.ts";

/**
 * The token as it is sent. Tokens read from files end in a line break; what else no header can carry is refused here,
 * unseen.
 * @throws {AppError} `ingest.bad-token`
 */
export function readToken(name: string, token: Secret | undefined): string | undefined {
  const text = token?.reveal().trim();
  if (text === undefined || /^[\x21-\x7e]+$/.test(text)) return text;
  throw new AppError(
    "ingest.bad-token",
    `The token of sink ${name} is empty or holds characters no token has.`,
    {
      remedy:
        "Copy the token again: it looks like dt0c01.<24 characters>.<64 characters>, without blanks or quotes.",
    },
  );
}

/** The first two parts of a token are its public id; of a token of another shape nothing is shown. */
export function shownToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const id = /^(dt0[A-Za-z]\d{2}\.[A-Z0-9]{24})\.[A-Z0-9]{64}$/.exec(token)?.[1];
  return id === undefined ? "the token" : `token ${id}`;
}

/** What must not be shown of it: all of it, and its secret part alone. */
export const secretsOf = (token: string | undefined): string[] =>
  token === undefined ? [] : [token, token.split(".")[2] ?? ""];

/** The headers of every request to a Dynatrace API. */
export function apiHeaders(token: string | undefined, contentType: string): Record<string, string> {
  return {
    "content-type": contentType,
    accept: "application/json",
    "user-agent": "snmpgate",
    ...(token === undefined ? {} : { authorization: `Api-Token ${token}` }),
  };
}
