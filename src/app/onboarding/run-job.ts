import type { OnboardingDevice } from "../../api/index.ts";
import { messageOf } from "../../base/index.ts";
import type { AdvancedOptions } from "../../config/index.ts";
import { type Checked, type CheckHost, checkDevice, lookAgain, openFor } from "./check-device.ts";
import type { NamedCredential } from "./credential-choices.ts";
import type { Job } from "./job.ts";
import { probeSets } from "./probe-sets.ts";
import { describe } from "./system-group.ts";
import type { Target } from "./targets.ts";
import type { Verdict } from "./verdict.ts";
import type { WantedExtension } from "./wanted-sets.ts";
import { withinBudget } from "./within-budget.ts";

/** However patient its time-outs are, a device has this long for each of its two looks (spec 2 §6.3). */
const BUDGET_MS = 18_000;

export interface JobHost extends CheckHost {
  /** Waits until few enough devices are asked at once. */
  readonly place: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface JobWork {
  readonly job: Job;
  readonly targets: readonly Target[];
  readonly credentials: readonly NamedCredential[];
  readonly advanced: AdvancedOptions;
  readonly extensions: readonly WantedExtension[];
  /** Which configurations poll this already. */
  readonly polledBy: (host: string, port: number) => readonly string[];
}

/** A device of the job with what its check found. */
interface Found {
  readonly index: number;
  readonly target: Target;
  readonly checked: Checked;
}

/**
 * Checks all devices, and then looks what those that answer support, and why the silent ones are: the verdicts are
 * there in seconds, and do not wait for what takes longer. Never rejects.
 */
export async function runJob(work: JobWork, host: JobHost): Promise<void> {
  const { job, targets } = work;
  const all = await Promise.all(
    targets.map((target, index) => host.place(() => checkOne(target, index, work, host))),
  );
  const found = all.flatMap((one) => one ?? []);
  await Promise.all(found.map((one) => host.place(() => learnMore(one, work, host))));
  job.done(host.clock.monotonicMs());
}

/** @returns undefined when the check itself came to nothing */
async function checkOne(
  target: Target,
  index: number,
  work: JobWork,
  host: JobHost,
): Promise<Found | undefined> {
  const { job, credentials, advanced } = work;
  if (job.signal.aborted) return undefined;
  job.checking(index);
  try {
    const checked = await withinBudget(host.clock, BUDGET_MS, job.signal, (signal) =>
      checkDevice({ target, credentials, advanced }, host, signal),
    );
    if (checked === undefined) job.judged(index, outOfTime);
    else job.judged(index, deviceOf(checked, work.polledBy(target.host, target.port)));
    return checked && { index, target, checked };
  } catch (error) {
    if (!job.signal.aborted) {
      job.judged(index, { verdict: "GENERIC_ERROR", message: `the check failed: ${messageOf(error)}` });
    }
    return undefined;
  }
}

async function learnMore(found: Found, work: JobWork, host: JobHost): Promise<void> {
  const { job } = work;
  if (job.signal.aborted) return;
  try {
    const more = await withinBudget(host.clock, BUDGET_MS, job.signal, (signal) =>
      moreOf(found, work, host, signal),
    );
    job.learned(found.index, more ?? unknownOf(found, NOT_IN_TIME));
  } catch (error) {
    if (!job.signal.aborted)
      job.learned(found.index, unknownOf(found, `what it supports was not found out: ${messageOf(error)}`));
  }
}

/** The verdict on a device that does not answer stands as it is. */
const unknownOf = ({ checked }: Found, message: string): Partial<OnboardingDevice> =>
  checked.credential === undefined ? {} : { message };

async function moreOf(
  { target, checked: { address, credential, silent } }: Found,
  { advanced, extensions }: JobWork,
  host: JobHost,
  signal: AbortSignal,
): Promise<Partial<OnboardingDevice>> {
  if (silent !== undefined) {
    const verdict = await lookAgain({ target, advanced }, silent, host, signal);
    return verdict === undefined ? {} : wordsOf(verdict);
  }
  if (credential === undefined || address === undefined) return {};
  const client = openFor({ target }, advanced, { address, credential, host });
  try {
    await host.turn();
    const description = await describe(client, signal);
    if (extensions.length === 0) return description;
    return { ...description, extensions: await probeSets(extensions, client, host.turn, signal) };
  } finally {
    client.close();
  }
}

const NOT_IN_TIME = `what it supports was not found out within ${BUDGET_MS / 1_000} s; a preview asks with more patience`;

const outOfTime: Partial<OnboardingDevice> & Pick<OnboardingDevice, "verdict"> = {
  verdict: "DEVICE_CONNECTION_ERROR",
  message: `it did not answer within ${BUDGET_MS / 1_000} s`,
  reason: "silent",
  remedy: "Give fewer credentials at once, or shorter time-outs and fewer retries in advanced.",
};

function deviceOf(
  { verdict, address, credential, sysName, responseMs }: Checked,
  configurations: readonly string[],
): Partial<OnboardingDevice> & Pick<OnboardingDevice, "verdict"> {
  return {
    ...wordsOf(verdict),
    address,
    credential: credential?.name,
    sysName,
    responseMs: responseMs === undefined ? undefined : Math.round(responseMs * 10) / 10,
    configurations: configurations.length === 0 ? undefined : configurations,
  };
}

const wordsOf = ({
  code,
  message,
  remedy,
  reason,
  fault,
}: Verdict): Pick<OnboardingDevice, "verdict" | "message" | "remedy" | "reason" | "fault"> => ({
  verdict: code,
  message,
  remedy,
  reason,
  ...(fault === undefined ? {} : { fault }),
});
