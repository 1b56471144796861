import { isLoopbackHost } from "./host.ts";
import { readPath } from "./paths.ts";
import { readBoolean, readSection, type Section } from "./read.ts";
import { readSecretRef, type SecretRef } from "./secret-ref.ts";
import type { ListenAddress } from "./service.ts";

/** How the address in `listen` is protected. */
export interface FrontSettings {
  /** Certificate and key, PEM; read again when they change. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Clear text is accepted also where others than this host reach us. */
  readonly insecure: boolean;
}

/** The keys `tls` and `insecure`. An address that others reach needs one of them. */
export function readFrontSettings(
  service: Section,
  listen: ListenAddress | undefined,
  file: string,
): FrontSettings {
  const { report } = service;
  const section = readSection(report, service.optional("tls"));
  section?.closed(["certFile", "keyFile"]);
  const certFile = readPath(report, section?.required("certFile", "Write the path of the PEM file"), file);
  const keyFile = readPath(report, section?.required("keyFile", "Write the path of the PEM file"), file);
  const insecure = readBoolean(report, service.optional("insecure")) ?? false;
  const tls = certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
  if (listen !== undefined && section === undefined && !insecure && !isLoopbackHost(listen.host)) {
    const message =
      "listen is an address that other hosts reach, and what they send and see would cross the network in clear text. " +
      "Add tls with certFile and keyFile, or listen on 127.0.0.1; insecure: true accepts clear text, behind a proxy with TLS for example";
    report.error(report.codes.value, service.placeOf("listen"), message);
  }
  return { tls, insecure };
}

/** Where the key is that secrets at rest are encrypted with; undefined: see docs/security.md for where it is looked for. */
export function readSecretsKey(service: Section, file: string): SecretRef | undefined {
  const section = readSection(service.report, service.optional("secrets"));
  section?.closed(["key"]);
  return readSecretRef(service.report, section?.optional("key"), file);
}
