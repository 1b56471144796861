import type { Manifest } from "../manifest/index.ts";
import type { Loaded } from "../source/index.ts";
import { readBody } from "./body.ts";
import type { MonitoringConfiguration } from "./config.ts";
import { echo, type Field, rootField, shown } from "./field.ts";
import { INSTALLED, MONITORING_CODES, TOLERATED_FORM, TOO_MANY_CONFIGURATIONS } from "./monitoring-codes.ts";
import { readList, readSection, readText, type Section } from "./read.ts";
import { type Report, readSource } from "./report.ts";
import { type SecretContext, type SecretOptions, secretContext } from "./secret-reader.ts";

/** Configurations that one extension may have; over all files, so the service counts again. */
export const CONFIGURATIONS_MAX = 100;
const SCOPE_PREFIX = "ag_group-";
const GROUP_NAME = /^(?!\.)[A-Za-z0-9_.,-]{1,256}$/;

export interface MonitoringOptions extends SecretOptions {
  /** The extension that the configurations activate, or who finds it for each of them. */
  readonly manifest: Manifest | ChooseManifest;
  /** Each configuration is called `<idPrefix>-<position>`, counted from 0 as in `path`. */
  readonly idPrefix: string;
  /** Names a configuration in place of the prefix. */
  readonly idOf?: ((position: number, count: number) => string) | undefined;
}

/** What an element says of the extension it is for. */
export interface WantedExtension {
  /** Its place in the text, from 0. */
  readonly position: number;
  /** Our own key beside `scope`. */
  readonly extension: string | undefined;
  readonly version: string | undefined;
}

/** @returns a text where there is none: what is wrong and what to do */
export type ChooseManifest = (wanted: WantedExtension) => Manifest | string;

/**
 * Reads activation JSON: an array of configurations, each independent of the others. Comments, YAML and a single
 * element instead of an array are understood too.
 * @returns the configurations without an error, whenever the text can be read at all; findings C001–C108 of all
 * elements in the order of the text. No finding contains a community or password.
 */
export function loadMonitoringConfigurations(
  text: string,
  { manifest, idPrefix, idOf = (position) => `${idPrefix}-${position}`, ...options }: MonitoringOptions,
): Loaded<readonly MonitoringConfiguration[]> {
  const secrets = secretContext(options);
  return readSource(text, MONITORING_CODES, (root, report) =>
    elements(report, rootField(root)).flatMap((field, position, { length }) => {
      const errorsBefore = report.errors;
      const configuration = readElement(report, field, {
        manifest,
        position,
        id: idOf(position, length),
        secrets,
      });
      return configuration === undefined || report.errors > errorsBefore ? [] : [configuration];
    }),
  );
}

function elements(report: Report, root: Field): readonly Field[] {
  if (root.node.kind === "map") {
    const message = "a single configuration is read as a list of one. Put it in [ ] for the Dynatrace API";
    report.info(TOLERATED_FORM, root, message);
    return [root];
  }
  const remedy = "Write at least one configuration with scope and value";
  const fields = readList(report, root, { min: 1, max: Number.POSITIVE_INFINITY, remedy }) ?? [];
  if (fields.length > CONFIGURATIONS_MAX) {
    const message =
      `${fields.length} configurations for one extension; allowed are ${CONFIGURATIONS_MAX}, the rest is not read. ` +
      "Put more devices into fewer configurations";
    report.error(TOO_MANY_CONFIGURATIONS, root, message);
  }
  return fields.slice(0, CONFIGURATIONS_MAX);
}

function readElement(
  report: Report,
  field: Field,
  context: {
    readonly manifest: Manifest | ChooseManifest;
    readonly position: number;
    readonly id: string;
    readonly secrets: SecretContext;
  },
): MonitoringConfiguration | undefined {
  const element = readSection(report, field);
  if (element === undefined) return undefined;
  element.closed(["extension", "scope", "value"]);
  const extension = readText(report, element.optional("extension"));
  const groupName = readScope(element);
  const value = readSection(
    report,
    element.required("value", "Put version, description and devices into an object value"),
  );
  if (value === undefined) return undefined;
  const manifest = manifestOf(value, extension, context);
  if (manifest === undefined) return undefined;
  const body = readBody(value, manifest, context.secrets);
  return groupName === undefined || body === undefined ? undefined : { id: context.id, groupName, ...body };
}

function manifestOf(
  value: Section,
  extension: string | undefined,
  { manifest, position }: { readonly manifest: Manifest | ChooseManifest; readonly position: number },
): Manifest | undefined {
  if (typeof manifest !== "function") return manifest;
  const chosen = manifest({ position, extension, version: value.peekText("version") });
  if (typeof chosen !== "string") return chosen;
  value.report.error(INSTALLED, value.placeOf("version"), chosen);
  return undefined;
}

function readScope(element: Section): string | undefined {
  const field = element.required(
    "scope",
    `Write "scope": "${SCOPE_PREFIX}default" or another ActiveGate group`,
  );
  const scope = readText(element.report, field, { max: Number.POSITIVE_INFINITY });
  if (field === undefined || scope === undefined) return undefined;
  const name = scope.startsWith(SCOPE_PREFIX) ? scope.slice(SCOPE_PREFIX.length) : undefined;
  if (name !== undefined && GROUP_NAME.test(name)) return name;
  const remedy = scope.startsWith("HOST-")
    ? `is a host, but SNMP is polled by ActiveGates. Write ${SCOPE_PREFIX}<name of the group>`
    : `is not ${SCOPE_PREFIX}<name>, the name of 1 to 256 letters, digits, hyphens, dots, commas or underscores`;
  element.report.error(element.report.codes.value, field, `scope ${shown(scope)} ${remedy}`, echo(field));
  return undefined;
}
