import type { CredentialsPort } from "../api/index.ts";
import { noConfigDir, notFound } from "./live/api-violations.ts";

/** Named credentials are files in `configDir`; without one there are none, and none can be made. */
export const withoutCredentials: CredentialsPort = {
  list: () => [],
  get: () => undefined,
  put: () => Promise.reject(noConfigDir()),
  remove: (name) => Promise.reject(notFound(`credential ${name}`)),
  versions: () => Promise.resolve(undefined),
  restore: () => Promise.reject(noConfigDir()),
};
