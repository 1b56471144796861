import type { AuditEntryJson } from "../../api/contract/index.ts";

/** What was done, as one reads it; what is not listed is shown as the log has it. */
const ACTIONS: Readonly<Record<string, string>> = {
  "session.create": "signed in",
  "session.delete": "signed out",
  "session.refused": "wrong password",
  "user.create": "created user",
  "user.change": "changed user",
  "user.delete": "removed user",
  "user.password": "changed own password",
  "token.create": "created token",
  "token.delete": "revoked token",
  "user.role": "changed role of user",
  "credential.create": "created credential",
  "credential.change": "changed credential",
  "credential.remove": "removed credential",
  "credential.restore": "restored credential",
  "configuration.create": "created configuration",
  "configuration.change": "changed configuration",
  "configuration.remove": "removed configuration",
  "configuration.restore": "restored configuration",
  "extension.install": "installed manifest",
  "extension.remove": "removed manifest",
  "extension.activate": "activated manifest",
  "extension.restore": "restored manifest",
  "entity.put": "wrote entity",
  "tags.add": "added tags to",
  "tags.remove": "removed tags of",
  "onboarding.start": "tested devices",
  "onboarding.preview": "previewed",
  "device.explain": "asked a device for a metric",
};

export const actionWords = (action: string): string => ACTIONS[action] ?? action;

/** `role: operator, disabled: true`. */
export const detailWords = ({ details = {} }: AuditEntryJson): string =>
  Object.entries(details)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(" ") : String(value)}`)
    .join(", ");

/** `user:ops` → `ops`; a token stays as it is. */
export const whoWords = (who: string): string => who.replace(/^user:/, "");
