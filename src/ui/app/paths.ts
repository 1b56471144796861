// Addresses of pages that others link to, below `/ui`.

export const devicePath = (id: string): string => `/devices/${encodeURIComponent(id)}`;

export const entityPath = (id: string): string => `/entities/${encodeURIComponent(id)}`;

/** A monitoring configuration of an extension. */
export const configurationPath = (extension: string, objectId: string): string =>
  `/setup/${encodeURIComponent(extension)}/${encodeURIComponent(objectId)}`;
