import type { Clock } from "../../base/index.ts";
import { type EventStream, eventFrame } from "../json/event-streams.ts";
import type { OnboardingJob, OnboardingPort } from "../ports.ts";

/** A job of thousands of devices changes thousands of times. */
const PAUSE_MS = 500;

interface Following {
  readonly port: OnboardingPort;
  readonly id: string;
  readonly stream: EventStream;
  readonly clock: Clock;
}

/** Sends how a job stands, until it is over or the reader has left. A slow reader misses steps, but not the end. */
export function followJob({ port, id, stream, clock }: Following): void {
  const view = { job: port.job(id), step: 0 };
  const unfollow = port.follow(id, (job) => {
    view.job = job;
    view.step += 1;
  });
  sendChanges(view, stream, clock)
    .catch(() => undefined)
    .finally(() => unfollow?.());
}

async function sendChanges(
  view: { readonly job: OnboardingJob | undefined; readonly step: number },
  stream: EventStream,
  clock: Clock,
): Promise<void> {
  const changes = new ChangedDevices();
  for (let sentStep = -1; view.job !== undefined; ) {
    const { job, step } = view;
    if (!stream.isBehind && step !== sentStep) {
      stream.send(eventFrame("job", { ...job, devices: changes.of(job) }));
      sentStep = step;
      if (job.state !== "running") break;
    }
    await clock.sleepUntil(clock.monotonicMs() + PAUSE_MS, stream.closed);
  }
  stream.end();
}

/** Finds the devices whose text is another than the last time. */
class ChangedDevices {
  readonly #sent: string[] = [];

  of({ devices }: OnboardingJob): object[] {
    const changed: object[] = [];
    for (const [index, device] of devices.entries()) {
      const text = JSON.stringify(device);
      if (this.#sent[index] === text) continue;
      this.#sent[index] = text;
      changed.push({ index, ...device });
    }
    return changed;
  }
}
