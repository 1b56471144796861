import type { OnboardingJob, OnboardingRequest } from "../../src/api/index.ts";
import { extensionSourceOf } from "../../src/app/extension-files.ts";
import { checkExtension, loadUserMibs } from "../../src/app/extensions.ts";
import type { InstalledExtension } from "../../src/app/live/extension-shelf.ts";
import { Onboarding, type OnboardingOptions } from "../../src/app/onboarding/index.ts";
import { apiSecretReader } from "../../src/app/secret-reader.ts";
import { Secret, seededRandom, silentLogger } from "../../src/base/index.ts";

export const CALLER = { id: "user:ops", address: "127.0.0.1" };
export const PUBLIC = { type: "SNMPv2c", community: "public" };

/** What the audit log got. */
export type Audited = [action: string, object: string];

export async function onboardingWith(
  options: Pick<OnboardingOptions, "clock"> & Partial<OnboardingOptions>,
): Promise<{ readonly port: Onboarding; readonly audited: Audited[] }> {
  const audited: Audited[] = [];
  const port = new Onboarding({
    random: seededRandom(1),
    logger: silentLogger,
    names: {
      addressesOf: async (host) =>
        /^[\d.]+$/.test(host) ? [host] : Promise.reject(new Error(`queryA ENOTFOUND ${host}`)),
      nameOf: async () => undefined,
      forget: () => undefined,
    },
    installed: () => [],
    activeVersions: () => new Map(),
    userMibs: await loadUserMibs([]),
    secrets: () =>
      apiSecretReader({
        credential: (name) =>
          name === "branch" ? { credentials: { version: "2c", community: new Secret("s3cret") } } : undefined,
        credentialNames: ["branch"],
      }),
    polled: () => () => [],
    planned: () => undefined,
    audit: (action, object) => audited.push([action, object]),
    ...options,
  });
  return { port, audited };
}

export async function installedOf(text: string): Promise<InstalledExtension> {
  const extension = await checkExtension(await extensionSourceOf("extension.yaml", Buffer.from(text)));
  return { ...extension, manifest: extension.manifest!, text, fileHash: "0", origin: "service" };
}

/** Starts a job and resolves with its end. */
export async function jobToEnd(
  port: Onboarding,
  request: Partial<OnboardingRequest> & Pick<OnboardingRequest, "targets">,
): Promise<OnboardingJob> {
  const { id } = await port.start({ credentials: [PUBLIC], ...request }, CALLER);
  return await ended(port, id);
}

export function ended(port: Onboarding, id: string): Promise<OnboardingJob> {
  return new Promise((resolve) => {
    const take = (job: OnboardingJob | undefined): void => {
      if (job !== undefined && job.state !== "running") resolve(job);
    };
    port.follow(id, take);
    take(port.job(id));
  });
}
