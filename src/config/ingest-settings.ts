import { echo, nameOf, shown } from "./field.ts";
import { readBoolean, readInteger, readList, readSection, readText, type Section } from "./read.ts";
import { WITHOUT_EFFECT } from "./service-codes.ts";

/** How data is taken in at the address in `listen`. */
export interface IngestSettings {
  /** Programs on this host may send without a token. */
  readonly loopbackWithoutToken: boolean;
  /** Of one token, or of all programs on this host together. */
  readonly maxRequestsPerSecond: number;
  /**
   * Resource and scope attributes of OTLP that become dimensions: names as exported, case-sensitive; one that ends in
   * `*` means all that begin so. Undefined: the default of the receiver.
   */
  readonly resourceAttributes: readonly string[] | undefined;
  /** Cumulative monotonic sums of OTLP become deltas instead of being rejected. */
  readonly cumulativeToDelta: boolean;
}

export const DEFAULT_INGEST: IngestSettings = Object.freeze({
  loopbackWithoutToken: true,
  maxRequestsPerSecond: 1_000,
  resourceAttributes: undefined,
  cumulativeToDelta: false,
});

const ATTRIBUTES_MAX = 200;
const REQUESTS_PER_SECOND = { min: 1, max: 1_000_000 };

/** The section `ingest` of the service configuration, with its defaults when there is none. */
export function readIngestSettings(service: Section): IngestSettings {
  const { report } = service;
  const section = readSection(report, service.optional("ingest"));
  if (section === undefined) return DEFAULT_INGEST;
  section.closed(["loopbackWithoutToken", "maxRequestsPerSecond", "resourceAttributes", "cumulativeToDelta"]);
  if (service.optional("listen") === undefined) {
    const message = "ingest does nothing without listen. Add listen: 127.0.0.1:9999, or remove ingest";
    report.warning(WITHOUT_EFFECT, service.placeOf("ingest"), message);
  }
  const yes = (key: "loopbackWithoutToken" | "cumulativeToDelta"): boolean =>
    readBoolean(report, section.optional(key)) ?? DEFAULT_INGEST[key];
  return {
    loopbackWithoutToken: yes("loopbackWithoutToken"),
    maxRequestsPerSecond:
      readInteger(report, section.optional("maxRequestsPerSecond"), REQUESTS_PER_SECOND) ??
      DEFAULT_INGEST.maxRequestsPerSecond,
    resourceAttributes: readAttributes(section),
    cumulativeToDelta: yes("cumulativeToDelta"),
  };
}

function readAttributes(section: Section): readonly string[] | undefined {
  const { report } = section;
  const remedy = "Write one attribute on each line after a -; device.* means all that begin so";
  const fields = readList(report, section.optional("resourceAttributes"), {
    min: 0,
    max: ATTRIBUTES_MAX,
    remedy,
  });
  return fields?.flatMap((field) => {
    const text = readText(report, field, { max: 100 });
    if (text === undefined) return [];
    if (!/[\s*]/.test(text.replace(/\*$/, ""))) return [text];
    const message = `${nameOf(field)} ${shown(text)} must be a name without blanks; a * stands at its end alone`;
    report.error(report.codes.value, field, message, echo(field));
    return [];
  });
}
