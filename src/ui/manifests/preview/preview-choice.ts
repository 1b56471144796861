import type { PreviewRequest } from "../../../api/contract/index.ts";

export type SourceKind = "recording" | "device" | "address";

/** From what a preview is made, as it is chosen. */
export interface PreviewChoice {
  readonly kind: SourceKind;
  /** Name of a recording that comes along. */
  readonly recording: string | undefined;
  /** In place of it: what was uploaded. */
  readonly file: { readonly name: string; readonly text: string } | undefined;
  /** Id of a device that is polled. */
  readonly device: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Name of a credential. */
  readonly credential: string | undefined;
  /** Undefined: all. */
  readonly featureSets: readonly string[] | undefined;
  readonly vars: Readonly<Record<string, string>>;
}

export const NO_CHOICE: PreviewChoice = {
  kind: "recording",
  recording: undefined,
  file: undefined,
  device: undefined,
  host: "",
  port: 161,
  credential: undefined,
  featureSets: undefined,
  vars: {},
};

/** @returns undefined while something is still to be chosen */
export function previewRequestOf(text: string, choice: PreviewChoice): PreviewRequest | undefined {
  const source = sourceOf(choice);
  if (source === undefined || text.trim() === "") return undefined;
  const vars = Object.fromEntries(Object.entries(choice.vars).filter(([, value]) => value !== ""));
  return { manifest: text, source, featureSets: choice.featureSets ?? ["all"], vars };
}

function sourceOf({ kind, recording, file, device, host, port, credential }: PreviewChoice) {
  switch (kind) {
    case "recording": {
      const played = file?.text ?? recording;
      return played === undefined ? undefined : { recording: played };
    }
    case "device":
      return device === undefined ? undefined : { polled: device };
    case "address":
      return host.trim() === "" || credential === undefined
        ? undefined
        : { device: { host: host.trim(), port, credential } };
    default:
      return kind satisfies never;
  }
}

/** What is still to be chosen, in words. */
export function whatIsMissing({ kind, host }: PreviewChoice): string {
  if (kind === "recording") return "Choose a recording, or upload one.";
  if (kind === "device") return "Choose a device.";
  return host.trim() === "" ? "Enter the address of a device." : "Choose a credential.";
}

// The part of it that a colleague would want to have, in the address of the page.

export function choiceOf(params: URLSearchParams): PreviewChoice {
  const device = params.get("device") ?? undefined; // empty: none is chosen yet
  const host = params.get("host") ?? undefined;
  const sets = params.getAll("set");
  return {
    ...NO_CHOICE,
    kind: device === undefined ? (host === undefined ? "recording" : "address") : "device",
    recording: params.get("recording") ?? undefined,
    device: device === "" ? undefined : device,
    host: host ?? "",
    port: Number(params.get("port")) || NO_CHOICE.port,
    credential: params.get("credential") ?? undefined,
    featureSets: sets.length === 0 ? undefined : sets,
  };
}

export function withChoice(params: URLSearchParams, choice: PreviewChoice): URLSearchParams {
  const after = new URLSearchParams(params);
  for (const key of ["device", "recording", "host", "port", "credential", "set"]) after.delete(key);
  const { kind, recording, device, host, port, credential, featureSets } = choice;
  if (kind === "recording" && recording !== undefined) after.set("recording", recording);
  if (kind === "device") after.set("device", device ?? "");
  if (kind === "address") {
    after.set("host", host);
    if (port !== NO_CHOICE.port) after.set("port", String(port));
    if (credential !== undefined) after.set("credential", credential);
  }
  for (const set of featureSets ?? []) after.append("set", set);
  return after;
}
