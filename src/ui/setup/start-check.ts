import type { OnboardingJob, OnboardingRequest } from "../../api/contract/index.ts";
import { post } from "../api/client.ts";
import type { CheckedDevice } from "./check-merge.ts";
import type { Draft } from "./draft.ts";
import { advancedOf } from "./element.ts";

/** Begins a check of what the draft says, or only of some devices again. @throws {ApiFailure} */
export async function startCheck(draft: Draft, again: readonly CheckedDevice[] = []): Promise<string> {
  const { targets, port, credentials, extension } = draft;
  const advanced = advancedOf(draft);
  const request: OnboardingRequest = {
    targets: again.length === 0 ? targets : again.map(({ key }) => key).join("\n"),
    port,
    credentials,
    extension,
    ...(advanced === undefined ? {} : { advanced }),
  };
  const { id } = await post<OnboardingJob>("/api/snmpgate/onboarding", request);
  return id;
}
