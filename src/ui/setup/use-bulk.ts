import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import type { BulkEdit } from "./bulk-edit.ts";
import { type BulkKind, changeOne, isSettled, type Outcomes, type Planned, planOf } from "./bulk-plan.ts";
import { wholeConfigurations } from "./export.ts";
import { useRefresh } from "./setup-api.ts";

export interface Bulk {
  readonly planned: readonly Planned[];
  /** Those that change, and have not been changed. */
  readonly due: readonly Planned[];
  readonly outcomes: Outcomes;
  readonly failed: number;
  /** Something was changed. */
  readonly hasChanged: boolean;
  /** `choosing`: nothing was sent, or what failed was read anew. */
  readonly stage: "choosing" | "busy" | "over";
  /** Why they could not be read. */
  readonly failure: unknown;
  readonly isRead: boolean;
  readonly setEdit: (edit: BulkEdit | undefined) => void;
  readonly apply: () => Promise<void>;
  /** Reads those that were not changed, as they are now. */
  readonly again: () => Promise<void>;
}

/** Changes many configurations one after another, and what others changed meanwhile not at all. */
export function useBulk(kind: BulkKind, given: readonly ConfigurationSummary[]): Bulk {
  // What was selected when it was opened: a change must not take rows away under it.
  const [chosen] = useState(given);
  const refresh = useRefresh();
  const [edit, setEdit] = useState<BulkEdit | undefined>(
    kind === "enable" || kind === "disable" ? { kind } : undefined,
  );
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [stage, setStage] = useState<Bulk["stage"]>("choosing");
  const left = useMemo(
    () => chosen.filter(({ objectId }) => !isSettled(outcomes.get(objectId))),
    [chosen, outcomes],
  );
  const whole = useQuery({
    queryKey: ["setup-bulk", chosen.map(({ objectId, revision }) => `${objectId} ${revision}`)],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
    queryFn: async () => {
      const read = await wholeConfigurations(left);
      return new Map(left.map(({ objectId }, i) => [objectId, read[i]!]));
    },
  });
  const planned = useMemo(() => {
    const read = chosen.map(({ objectId }) => whole.data?.get(objectId));
    return planOf(chosen, read, edit, kind);
  }, [chosen, whole.data, edit, kind]);
  const due = planned.filter(
    ({ changes, summary }) => changes.length > 0 && !isSettled(outcomes.get(summary.objectId)),
  );
  const isOpen = useIsOpen();

  const apply = async (): Promise<void> => {
    setStage("busy");
    for (const one of due) {
      // Whoever closes the dialog wants no more of it.
      if (!isOpen()) break;
      const outcome = await changeOne(one, kind);
      setOutcomes((before) => new Map(before).set(one.summary.objectId, outcome));
    }
    setStage("over");
    await refresh();
  };
  const again = async (): Promise<void> => {
    await whole.refetch();
    setOutcomes((before) => new Map([...before].filter(([, outcome]) => isSettled(outcome))));
    setStage("choosing");
  };
  const failed = [...outcomes.values()].filter((outcome) => outcome !== true).length;
  const hasChanged = outcomes.size > failed;
  const isRead = whole.data !== undefined;
  return {
    planned,
    due,
    outcomes,
    failed,
    hasChanged,
    stage,
    failure: whole.error,
    isRead,
    setEdit,
    apply,
    again,
  };
}

function useIsOpen(): () => boolean {
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  return () => isOpen.current;
}
