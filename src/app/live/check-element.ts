import { ApiError, type Violation } from "../../api/index.ts";
import { isRecord } from "../../base/index.ts";
import { loadMonitoringConfigurations } from "../../config/index.ts";
import { withStoredSecrets } from "../secret-masks.ts";
import { violationOf } from "./api-violations.ts";
import { chooseExtension } from "./choose-extension.ts";
import type { ElementJson } from "./element-text.ts";
import type { LiveConfiguration } from "./live-configuration.ts";
import type { StoredElement } from "./stored-element.ts";

/** An element that came by the API: what is to be kept of it, or what is wrong with it. */
export type CheckedElement =
  | { readonly ok: true; readonly json: ElementJson; readonly warnings: readonly Violation[] }
  | { readonly ok: false; readonly message: string; readonly violations: readonly Violation[] };

/**
 * Checks an element as its file will be checked (C001–C106).
 * @param stored  what it replaces: masked secrets are taken from it
 */
export function checkElement(
  live: LiveConfiguration,
  extension: string,
  element: unknown,
  stored?: StoredElement,
): CheckedElement {
  if (!isRecord(element)) return refused([wrongElement()]);
  try {
    const value = withStoredSecrets(element["value"], stored?.json["value"]);
    return checkKept(live, { extension, scope: element["scope"], value }, stored?.element.file.path);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ok: false, message: error.message, violations: error.violations };
  }
}

/** The same for an element with all its secrets, as it was kept before. @param file  that it will stand in */
export function checkKept(
  live: LiveConfiguration,
  json: ElementJson,
  file: string = live.fileFor("new"),
): CheckedElement {
  const { diagnostics } = loadMonitoringConfigurations(JSON.stringify([json]), {
    manifest: (wanted) => {
      const chosen = chooseExtension(live.installed, wanted);
      return typeof chosen === "string" ? chosen : chosen.manifest;
    },
    idPrefix: "",
    file,
    secrets: live.secretReader,
  });
  const of = (wanted: string): readonly Violation[] =>
    diagnostics
      .filter(({ severity }) => severity === wanted)
      .map((finding) => violationOf(finding, belowOf(finding.path)));
  const errors = of("error");
  return errors.length > 0 ? refused(errors) : { ok: true, json, warnings: of("warning") };
}

/** Pointers are told from `value` (spec 2 §4), those beside it from the element. */
const belowOf = (path: string): string => (/^\/0\/value(?:\/|$)/.test(path) ? "/0/value" : "/0");

function refused(violations: readonly Violation[]): CheckedElement {
  const count = violations.length === 1 ? "1 error" : `${violations.length} errors`;
  return { ok: false, message: `the configuration has ${count}`, violations };
}

const wrongElement = (): Violation => ({
  path: "",
  message: "C001 the configuration must be an object with scope and value",
  parameterLocation: "PAYLOAD_BODY",
  location: null,
});
