import { useEffect, useRef, useState } from "react";
import type { OnboardingJob, OnboardingProgress } from "../../api/contract/index.ts";
import { withProgress } from "./check-merge.ts";

export interface Checks {
  /** In the order asked for; those that were not told of yet are left out. */
  readonly jobs: readonly OnboardingJob[];
  /** Ids that the service no longer knows: it remembers for an hour, and not over a restart. */
  readonly gone: readonly string[];
}

/** Follows checks of devices as they go on. @param ids  of jobs, oldest first */
export function useChecks(ids: readonly string[]): Checks {
  const [jobs, setJobs] = useState<ReadonlyMap<string, OnboardingJob>>(new Map());
  const [gone, setGone] = useState<readonly string[]>([]);
  const sources = useRef(new Map<string, EventSource>());
  const wanted = ids.join(" ");

  useEffect(() => {
    const open = sources.current;
    for (const id of wanted === "" ? [] : wanted.split(" ")) {
      if (open.has(id)) continue;
      open.set(
        id,
        follow(id, {
          onJob: (change) => setJobs((before) => changed(before, id, change)),
          onGone: () => setGone((before) => [...before, id]),
        }),
      );
    }
  }, [wanted]);
  useEffect(() => {
    const open = sources.current;
    return () => {
      for (const source of open.values()) source.close();
      open.clear();
    };
  }, []);

  return { jobs: ids.flatMap((id) => jobs.get(id) ?? []), gone };
}

function changed(
  before: ReadonlyMap<string, OnboardingJob>,
  id: string,
  progress: OnboardingProgress,
): ReadonlyMap<string, OnboardingJob> {
  return new Map(before).set(id, withProgress(before.get(id), progress));
}

interface Follower {
  readonly onJob: (progress: OnboardingProgress) => void;
  readonly onGone: () => void;
}

/** The stream ends with the job: what the browser takes for a loss must not begin it again. */
function follow(id: string, { onJob, onGone }: Follower): EventSource {
  const source = new EventSource(`/api/snmpgate/onboarding/${encodeURIComponent(id)}/progress`);
  source.addEventListener("job", ({ data }) => {
    const progress = JSON.parse(String(data)) as OnboardingProgress;
    onJob(progress);
    if (progress.state !== "running") source.close();
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) onGone();
  });
  return source;
}
