// Addresses of the API that several pages ask; those of pages are in `app/paths.ts`.

const part = encodeURIComponent;

/** All versions of an extension. */
export const extensionUrl = (name: string): string => `/api/v2/extensions/${part(name)}`;

/** What the vendor's API has no call for, of one version. */
export const ownVersionUrl = (name: string, version: string): string =>
  `/api/snmpgate/extensions/${part(name)}/${part(version)}`;

/** A monitoring configuration. */
export const configurationUrl = (extension: string, objectId: string): string =>
  `${extensionUrl(extension)}/monitoringConfigurations/${part(objectId)}`;

/** A polled device. */
export const deviceUrl = (id: string): string => `/api/snmpgate/devices/${part(id)}`;
