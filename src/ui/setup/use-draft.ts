import { useCallback, useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { type Draft, EMPTY_DRAFT, readDraft, STEPS, type Step } from "./draft.ts";

const KEY = "snmpgate.setup.draft";

export type ChangeDraft = (change: Partial<Draft> | ((before: Draft) => Partial<Draft>)) => void;

/** What was entered, over a reload of the page; gone with the tab. */
export function useDraft(): readonly [Draft, ChangeDraft] {
  const [draft, setDraft] = useState(() => readDraft(sessionStorage.getItem(KEY)));
  useEffect(() => {
    if (draft === EMPTY_DRAFT) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(draft));
  }, [draft]);
  const change = useCallback<ChangeDraft>((next) => {
    setDraft((before) => ({ ...before, ...(typeof next === "function" ? next(before) : next) }));
  }, []);
  return [draft, change];
}

/** The step is in the address, so that Back goes a step back. */
export function useStep(): readonly [Step, (step: Step) => void] {
  const [params, setParams] = useSearchParams();
  const step = STEPS.find((one) => one === params.get("step")) ?? "collect";
  const go = useCallback(
    (next: Step) => {
      setParams((before) => {
        const after = new URLSearchParams(before);
        after.set("step", next);
        return after;
      });
    },
    [setParams],
  );
  return [step, go];
}
