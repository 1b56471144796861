import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { anyRecord } from "./parameters.ts";

// Named credentials that devices share. Secrets go in and never out.

export const credentialPath = z.object({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/,
      "letters, digits, - _ and ., not beginning with . , up to 100",
    )
    .describe("Letters, digits, - _ and dots."),
});

const authentication = anyRecord.describe("As in a monitoring configuration; secrets are masked in answers.");

export const newCredential = z.object({ authentication }).meta({
  id: "NewCredential",
  examples: [
    {
      authentication: {
        type: "SNMPv3",
        userName: "mon",
        securityLevel: "AUTH_PRIV",
        authProtocol: "SHA256",
        authPassword: "correct horse",
        privProtocol: "AES",
        privPassword: "battery staple",
      },
    },
  ],
});

export const credential = z
  .object({
    name: z.string(),
    authentication,
    usedBy: z.number().int().describe("Devices that use it."),
    revision: z.string(),
  })
  .meta({ id: "Credential" });
export type Credential = DeepReadonly<z.infer<typeof credential>>;
export const credentialVersionPath = credentialPath.extend({ revision: z.string().min(1).max(200) });
export const credentialVersion = z
  .object({ revision: z.string(), timestamp: z.number(), by: z.string(), authentication })
  .meta({ id: "CredentialVersion" });
export type CredentialVersion = DeepReadonly<z.infer<typeof credentialVersion>>;
export const credentialVersions = z
  .object({ versions: z.array(credentialVersion).describe("Latest first.") })
  .meta({ id: "CredentialVersions" });
export const credentialList = z.object({ credentials: z.array(credential) }).meta({ id: "CredentialList" });
