import {
  ApiError,
  type Caller,
  type OnboardingJob,
  type OnboardingPort,
  type OnboardingRequest,
  type PreviewJson,
  type PreviewRequest,
} from "../../api/index.ts";
import { type Clock, type Logger, messageOf, type Random } from "../../base/index.ts";
import type { SecretReader } from "../../config/index.ts";
import { SNMP_PORT } from "../../config/index.ts";
import { createSnmpOpener, type EngineOptions, openUdpSocket, type SnmpHost } from "../../snmp/index.ts";
import type { UserMibs } from "../extensions.ts";
import { limiter } from "../limiter.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";
import type { NameService } from "../names.ts";
import { newestOrActive } from "./chosen-extensions.ts";
import { readAdvanced, readCredentials } from "./credential-choices.ts";
import { DatagramPace } from "./datagram-pace.ts";
import { Job } from "./job.ts";
import { OnceInAWhile } from "./once-in-a-while.ts";
import { type PreviewHost, preview } from "./preview.ts";
import { type JobHost, runJob } from "./run-job.ts";
import { parseTargets, type Target } from "./targets.ts";
import { wantedSets } from "./wanted-sets.ts";

export interface OnboardingOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly names: NameService;
  /** All that are installed, in all versions. */
  readonly installed: () => readonly InstalledExtension[];
  readonly activeVersions: () => ReadonlyMap<string, string>;
  readonly userMibs: UserMibs;
  /** For what comes by the API: clear text and named credentials. */
  readonly secrets: () => SecretReader;
  /** Asked once for each job. @returns the ids of the configurations that poll a device already */
  readonly polled: () => (host: string, port: number) => readonly string[];
  /** How a device is polled at this moment, with its credential. */
  readonly planned: PreviewHost["planned"];
  readonly audit: (action: string, object: string, caller: Caller) => void;
  readonly engine?: Partial<EngineOptions> | undefined;
  /** Default: the host's. */
  readonly network?: SnmpHost["network"];
}

const LIMITS = {
  jobsAtOnce: 4,
  jobsKept: 50,
  keptMs: 60 * 60_000,
  devicesAtOnce: 128,
  datagramsPerSecond: 500,
  datagramBurst: 20,
  previewsAtOnce: 2,
  auditAgainMs: 10 * 60_000,
  auditedMax: 1_000,
} as const;

/** Looks at devices before they are polled: who answers, what they support, and what an extension makes of them. */
export class Onboarding implements OnboardingPort {
  readonly #options: OnboardingOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #host: JobHost;
  readonly #openFreely: ReturnType<typeof createSnmpOpener>;
  readonly #audited = new OnceInAWhile({ everyMs: LIMITS.auditAgainMs, keysMax: LIMITS.auditedMax });
  #previews = 0;

  constructor(options: OnboardingOptions) {
    const { clock, random, names, network = openUdpSocket, engine } = options;
    this.#options = options;
    const pace = new DatagramPace({
      clock,
      perSecond: LIMITS.datagramsPerSecond,
      burst: LIMITS.datagramBurst,
    });
    this.#host = {
      clock,
      names,
      // A check is over after a few requests: there is no load to spread.
      open: createSnmpOpener({
        clock,
        random,
        network: pace.over(network),
        engine: { ...engine, busyShareRatio: 1 },
      }),
      turn: () => pace.turn(),
      place: limiter(LIMITS.devicesAtOnce),
    };
    this.#openFreely = createSnmpOpener({ clock, random, network, engine });
  }

  async start(request: OnboardingRequest, caller: Caller): Promise<OnboardingJob> {
    const { clock, logger, audit, polled, secrets } = this.#options;
    this.#refuseTooMany();
    const credentials = readCredentials(request.credentials, secrets());
    const advanced = readAdvanced(request.advanced);
    const extensions = this.#wanted(request.extension);
    const { targets, problems } = parseTargets(request.targets, request.port ?? SNMP_PORT);
    if (targets.length === 0) throw noTargets(problems);
    const job = new Job({ id: this.#newId(), startedAtMs: clock.wallMs(), targets, problems });
    this.#forgetOld();
    this.#jobs.set(job.id, job);
    audit("onboarding.start", namesOf(targets), caller);
    runJob({ job, targets, credentials, advanced, extensions, polledBy: polled() }, this.#host).catch(
      (error: unknown) => {
        logger.error({ err: error, reason: messageOf(error) }, "a check of devices ended; that is our bug");
        job.cancel(clock.monotonicMs());
      },
    );
    return job.view();
  }

  job(id: string): OnboardingJob | undefined {
    return this.#find(id)?.view();
  }

  jobs(): readonly OnboardingJob[] {
    this.#forgetOld();
    return [...this.#jobs.values()].map((job) => job.view());
  }

  /** @returns whether there is such a job; one that is over stays as it is */
  cancel(id: string): boolean {
    const job = this.#find(id);
    job?.cancel(this.#options.clock.monotonicMs());
    return job !== undefined;
  }

  follow(id: string, listener: (job: OnboardingJob) => void): (() => void) | undefined {
    return this.#find(id)?.follow(listener);
  }

  async preview(request: PreviewRequest, signal: AbortSignal, caller: Caller): Promise<PreviewJson> {
    if (this.#previews >= LIMITS.previewsAtOnce) throw busy("previews", LIMITS.previewsAtOnce);
    this.#auditPreview(request.source, caller);
    this.#previews += 1;
    try {
      return await preview(request, { ...this.#options, open: this.#openFreely }, signal);
    } finally {
      this.#previews -= 1;
    }
  }

  /** An editor asks again and again while somebody types: the log says once in a while that it does. */
  #auditPreview(source: PreviewRequest["source"], caller: Caller): void {
    if ("recording" in source) return;
    const object = "polled" in source ? source.polled : source.device.host;
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#audited.isNew([caller.id, caller.address, object].join(" "), nowMs)) {
      this.#options.audit("onboarding.preview", object, caller);
    }
  }

  #wanted(extension: string | undefined) {
    const { installed, activeVersions } = this.#options;
    const chosen = newestOrActive(installed(), activeVersions()).filter(
      ({ manifest }) => extension === undefined || manifest.name === extension,
    );
    if (chosen.length > 0 || extension === undefined) return chosen.map(wantedSets);
    throw new ApiError(404, "onboarding.not-installed", `the extension ${extension} is not installed.`, {
      remedy: "Install it, or leave extension out to look for all installed ones.",
    });
  }

  #refuseTooMany(): void {
    const running = [...this.#jobs.values()].filter(({ endedAtMs }) => endedAtMs === undefined).length;
    if (running >= LIMITS.jobsAtOnce) throw busy("checks of devices", LIMITS.jobsAtOnce);
  }

  #find(id: string): Job | undefined {
    this.#forgetOld();
    return this.#jobs.get(id);
  }

  /** Those that ended long ago, and the oldest of too many. */
  #forgetOld(): void {
    const beforeMs = this.#options.clock.monotonicMs() - LIMITS.keptMs;
    const ended = [...this.#jobs.values()].filter(({ endedAtMs }) => endedAtMs !== undefined);
    const tooMany = ended.length - LIMITS.jobsKept;
    for (const [i, { id, endedAtMs = 0 }] of ended.entries()) {
      if (i < tooMany || endedAtMs < beforeMs) this.#jobs.delete(id);
    }
  }

  #newId(): string {
    const part = (): string =>
      Math.floor(this.#options.random.next() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return part() + part();
  }
}

/** Credentials are sent to all of them, and the audit log says where. */
function namesOf(targets: readonly Target[]): string {
  const [first, last] = [targets[0]!.text, targets.at(-1)!.text];
  return targets.length === 1 ? first : `${targets.length} devices from ${first} to ${last}`;
}

const busy = (what: string, max: number): ApiError =>
  new ApiError(429, "onboarding.busy", `${max} ${what} are under way, and no more run at once.`, {
    remedy: "Wait for one to end, or cancel it.",
  });

function noTargets(problems: readonly string[]): ApiError {
  return new ApiError(400, "onboarding.no-targets", ["there is no target", ...problems].join("; "), {
    remedy: "Give addresses, names, ranges such as 192.0.2.10-20, or networks such as 192.0.2.0/24.",
  });
}
