import { useCallback, useEffect, useRef, useState } from "react";
import type { Preview, PreviewRequest } from "../../../api/contract/index.ts";
import { ApiFailure, post } from "../../api/client.ts";
import { now } from "../../app/now.ts";
import { type ChangedLines, changedLines } from "../editor/changed-lines.ts";
import { previewDelay } from "../editor/preview-pace.ts";

export interface PreviewState {
  /** The newest there is; it stays while the next one runs. */
  readonly preview: Preview | undefined;
  readonly changed: ChangedLines;
  readonly at: number | undefined;
  readonly running: boolean;
  readonly failure: unknown;
  /** At once, whether paused or not. */
  readonly run: () => void;
}

/** Others preview at this moment, too. */
const BUSY = 429;
const AGAIN_MS = 2_000;
const NONE: ChangedLines = { added: new Set(), removed: [] };

/**
 * What a request gives, again whenever it changes. A run that is superseded is given up, on the service as well.
 * @param request  compared by its content; undefined: there is nothing to run
 */
export function usePreview(request: PreviewRequest | undefined, paused: boolean): PreviewState {
  const [state, setState] = useState<Omit<PreviewState, "run">>({
    preview: undefined,
    changed: NONE,
    at: undefined,
    running: false,
    failure: undefined,
  });
  const [forced, setForced] = useState(0);
  const lastStart = useRef<number>(undefined);
  const lastRun = useRef<{ readonly key: string; readonly forced: number }>(undefined);
  const key = request === undefined ? undefined : JSON.stringify(request);

  useEffect(() => {
    if (request === undefined || key === undefined) return;
    const isForced = lastRun.current !== undefined && lastRun.current.forced !== forced;
    if (!isForced && (paused || lastRun.current?.key === key)) return;
    const stop = new AbortController();
    const kind = "recording" in request.source ? "recording" : "device";
    let timer = setTimeout(start, isForced ? 0 : previewDelay(kind, now(), lastStart.current));

    function start(): void {
      lastStart.current = now();
      setState((before) => ({ ...before, running: true }));
      post<Preview>("/api/snmpgate/preview", request, { signal: stop.signal }).then(succeeded, failed);
    }
    function succeeded(preview: Preview): void {
      lastRun.current = { key: key!, forced };
      setState((before) => ({
        preview,
        changed: changedLines(before.preview?.lines, preview.lines),
        at: now(),
        running: false,
        failure: undefined,
      }));
    }
    function failed(failure: unknown): void {
      if (stop.signal.aborted) return;
      if (failure instanceof ApiFailure && failure.status === BUSY) {
        timer = setTimeout(start, AGAIN_MS);
        return;
      }
      lastRun.current = { key: key!, forced };
      setState((before) => ({ ...before, running: false, failure }));
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
      setState((before) => (before.running ? { ...before, running: false } : before));
    };
    // The request is a new object with each key that is typed; its content counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, paused, forced]);

  const run = useCallback(() => {
    lastRun.current ??= { key: "", forced: -1 };
    setForced((count) => count + 1);
  }, []);
  return { ...state, run };
}
