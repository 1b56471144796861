import { readAuthentication } from "./authentication.ts";
import type { Credentials } from "./config.ts";
import { echo, shown } from "./field.ts";
import { readInteger, readText, type Section } from "./read.ts";
import type { SecretContext } from "./secret-reader.ts";

export const PORT_MAX = 65_535;

/** The keys that devices and trap sources have in common. */
export const ENDPOINT_KEYS = ["ip", "port", "authentication"];

export interface Endpoint {
  /** Host or network, as written. */
  readonly ip: string;
  readonly port: number;
  readonly credentials: Credentials;
}

/**
 * Reads `ip`, `port` and `authentication`; undefined only where a finding says why.
 * @param format.ipProblem  what is wrong with an `ip`, to be read after it; undefined when nothing is
 */
export function readEndpoint(
  section: Section,
  format: {
    readonly ipRemedy: string;
    readonly ipProblem: (text: string) => string | undefined;
    readonly defaultPort: number;
    readonly secrets: SecretContext;
  },
): Endpoint | undefined {
  const { report } = section;
  const ip = readIp(section, format);
  const portField = section.optional("port");
  const port =
    portField === undefined ? format.defaultPort : readInteger(report, portField, { min: 1, max: PORT_MAX });
  const authentication = section.required("authentication", 'Add "authentication": { "type": … }', {
    confidential: true,
  });
  const credentials = readAuthentication(report, authentication, format.secrets);
  if (ip === undefined || port === undefined || credentials === undefined) return undefined;
  return { ip, port, credentials };
}

function readIp(
  section: Section,
  {
    ipRemedy,
    ipProblem,
  }: { readonly ipRemedy: string; readonly ipProblem: (text: string) => string | undefined },
): string | undefined {
  const field = section.required("ip", ipRemedy);
  const ip = readText(section.report, field);
  if (field === undefined || ip === undefined) return undefined;
  const problem = ipProblem(ip);
  if (problem === undefined) return ip;
  section.report.error(section.report.codes.value, field, `ip ${shown(ip)} ${problem}`, echo(field));
  return undefined;
}
