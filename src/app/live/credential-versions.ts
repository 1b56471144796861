import type { CredentialVersionJson } from "../../api/index.ts";
import { maskAuthentication } from "../secret-masks.ts";
import type { Version } from "./versions.ts";

/** As the API shows them, without secrets. */
export function credentialVersionJson({ revision, atMs, by, content }: Version): CredentialVersionJson {
  const authentication = maskAuthentication(content) as Readonly<Record<string, unknown>>;
  return { revision, timestamp: atMs, by, authentication };
}
