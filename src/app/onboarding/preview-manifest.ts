import { ApiError, type PreviewRequest } from "../../api/index.ts";
import { AppError } from "../../base/index.ts";
import { type DeviceConfig, loadMonitoringConfigurations, type SecretReader } from "../../config/index.ts";
import { compilePlan } from "../../plan/index.ts";
import { compileTopology } from "../../topology/index.ts";
import type { AdHocPlan } from "../adhoc.ts";
import { extensionSourceOf } from "../extension-files.ts";
import { checkExtension, type Finding, type LoadedExtension, type UserMibs } from "../extensions.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";
import { refusal, violationsOf } from "./credential-choices.ts";

/** What previews know of extensions. */
export interface Extensions {
  readonly installed: () => readonly InstalledExtension[];
  readonly userMibs: UserMibs;
}

const LABEL = "extension.yaml";

/** @throws {ApiError} 404 for an extension that is not installed, 400 for a text that is none */
export async function previewedExtension(
  manifest: PreviewRequest["manifest"],
  { installed, userMibs }: Extensions,
): Promise<LoadedExtension> {
  if (typeof manifest === "string") return await checkText(manifest, userMibs);
  const found = installed().find(
    (one) => one.manifest.name === manifest.name && one.manifest.version === manifest.version,
  );
  if (found !== undefined) return found;
  throw new ApiError(404, "preview.not-installed", `${manifest.name} ${manifest.version} is not installed.`, {
    remedy: "Install it, or send the text of its extension.yaml.",
  });
}

async function checkText(text: string, userMibs: UserMibs): Promise<LoadedExtension> {
  try {
    return await checkExtension(await extensionSourceOf(LABEL, Buffer.from(text)), userMibs);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new ApiError(400, cause.code, cause.message, { remedy: cause.remedy, cause });
  }
}

/** The device as `snmp.devices[0]` of the activation JSON has it. */
export type DeviceElement = Readonly<Record<string, unknown>>;
/** Or one that is checked already, with a credential that no text should hold. */
export type PreviewedDevice = DeviceElement | DeviceConfig;

/** Stands in the text for a device that is checked already. */
const PLACEHOLDER: DeviceElement = {
  ip: "localhost",
  port: 161,
  authentication: { type: "SNMPv2c", community: "-" },
};

const isChecked = (device: PreviewedDevice): device is DeviceConfig => "credentials" in device;

/**
 * The plan of one device, made of an activation JSON as any other, so that feature sets, vars and the device are
 * checked alike.
 * @throws {ApiError} 400 with a violation for each error
 */
export function previewPlan(
  extension: LoadedExtension,
  device: PreviewedDevice,
  request: Pick<PreviewRequest, "featureSets" | "vars">,
  secrets: SecretReader,
): AdHocPlan & { readonly findings: readonly Finding[] } {
  const manifest = extension.manifest!;
  const { catalogue } = extension;
  const value = {
    version: manifest.version,
    description: "preview",
    featureSets: request.featureSets,
    vars: request.vars,
    snmp: { devices: [isChecked(device) ? PLACEHOLDER : device] },
  };
  const text = JSON.stringify([{ scope: "ag_group-default", value }]);
  const loaded = loadMonitoringConfigurations(text, { manifest, idPrefix: "preview", secrets });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw wrongRequest(errors);
  const plans = (loaded.value ?? []).map((configuration) =>
    compilePlan(manifest, isChecked(device) ? { ...configuration, devices: [device] } : configuration, {
      catalogue,
    }),
  );
  return {
    manifest,
    catalogue,
    plans,
    rules: compileTopology([manifest.topology]),
    findings: loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: "request" })),
    unusedFeatureSets: [],
  };
}

/** Paths count from the request and not from the configuration that was made of it. */
function wrongRequest(errors: Parameters<typeof violationsOf>[1]): ApiError {
  const violations = errors.flatMap((error) => {
    const path = error.path.replace(/^.*\/value\/(snmp\/devices\/0)?/, (_, device?: string) =>
      device === undefined ? "" : "source/device",
    );
    return violationsOf(path, [error]);
  });
  return refusal("preview.wrong-request", "this cannot be previewed", violations);
}
