import { useEffect, useState } from "react";
import type { Finding } from "../../../api/contract/index.ts";
import { post } from "../../api/client.ts";

/** After the last key; shorter, and every word would be an error while it is typed. */
const TYPING_MS = 400;

export interface Check {
  /** The newest there are; they may be of a text before this one. */
  readonly findings: readonly Finding[];
  /** The text that the findings are of. */
  readonly checkedText: string | undefined;
  readonly failure: unknown;
}

/** What the service finds in a text, asked when typing stops. An answer that comes too late is dropped. */
export function useCheck(text: string): Check {
  const [check, setCheck] = useState<Check>({ findings: [], checkedText: undefined, failure: undefined });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      checkOf(text, stop.signal).then(
        (findings) => setCheck({ findings, checkedText: text, failure: undefined }),
        (failure: unknown) => {
          if (!stop.signal.aborted) setCheck((before) => ({ ...before, failure }));
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);
  return check;
}

async function checkOf(text: string, signal: AbortSignal): Promise<readonly Finding[]> {
  const answer = await post<{ readonly findings: readonly Finding[] }>(
    "/api/snmpgate/manifests/check",
    // A body that is empty is none; an empty line is a text without anything in it, and refused as one.
    text === "" ? "\n" : text,
    {
      contentType: "text/yaml",
      signal,
    },
  );
  return answer.findings;
}
