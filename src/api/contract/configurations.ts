import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { violation } from "./errors.ts";
import { extensionPath, finding } from "./extensions.ts";
import { flag, pageInfo } from "./parameters.ts";

// Spec 2 §1 and §3: what is polled. The value is checked against its extension, with the codes C001 to C107.

export const configurationPath = extensionPath.extend({ id: z.string().min(1).max(300) });
export const configurationVersionPath = configurationPath.extend({ revision: z.string().min(1).max(200) });
export const configurationsQuery = z.object({
  version: z.string().max(50).optional().describe("Only of this version of the extension."),
  active: flag.optional().describe("Only of the active version, or only of others."),
});

const configurationValue = z
  .unknown()
  .describe("version, description, enabled, featureSets, vars, snmp.devices. Secrets are masked in answers.");

export const newConfigurations = z
  .array(
    z
      .looseObject({
        scope: z.unknown().describe("ag_group- and a name."),
        value: configurationValue,
      })
      .meta({ id: "NewConfiguration" }),
  )
  .min(1)
  .max(100)
  .meta({
    examples: [
      [
        {
          scope: "ag_group-default",
          value: {
            version: "1.0.0",
            description: "Access layer, building 4",
            enabled: true,
            featureSets: ["Interfaces"],
            snmp: {
              devices: [
                { ip: "192.0.2.10", port: 161, authentication: { type: "SNMPv2c", community: "public" } },
              ],
            },
          },
        },
      ],
    ],
  });
export const newValue = z.object({ value: configurationValue }).meta({ id: "NewConfigurationValue" });

export const configuration = z
  .object({
    objectId: z.string(),
    scope: z.string(),
    value: configurationValue,
    revision: z.string().describe("Changes with the content; also in ETag, for If-Match."),
    findings: z.array(finding).optional(),
  })
  .meta({ id: "MonitoringConfiguration" });
export type Configuration = DeepReadonly<z.infer<typeof configuration>>;

export const configurationList = z
  .object({ ...pageInfo, items: z.array(configuration) })
  .meta({ id: "MonitoringConfigurationList" });

export const created = z
  .union([
    z.object({ code: z.literal(200), objectId: z.string(), warnings: z.array(violation) }),
    z.object({
      code: z.union([z.literal(400), z.literal(404)]),
      error: z.object({
        code: z.number().int(),
        message: z.string(),
        constraintViolations: z.array(violation),
      }),
    }),
  ])
  .meta({ id: "MonitoringConfigurationResponse", description: "What became of one element." });
export type Created = DeepReadonly<z.infer<typeof created>>;
export const createdList = z.array(created);

export const replaced = z
  .object({
    code: z.literal(200),
    objectId: z.string(),
    revision: z.string(),
    findings: z.array(finding).optional(),
  })
  .meta({ id: "MonitoringConfigurationReplaced" });

export const configurationStatus = z
  .object({
    status: z.string().describe("OK, WARNING, ERROR, PENDING or UNKNOWN."),
    timestamp: z.number(),
    message: z.string(),
  })
  .meta({ id: "MonitoringConfigurationStatus" });
export type ConfigurationStatus = DeepReadonly<z.infer<typeof configurationStatus>>;

export const configurationVersion = z
  .object({ revision: z.string(), timestamp: z.number(), by: z.string(), value: configurationValue })
  .meta({ id: "MonitoringConfigurationVersion" });
export type ConfigurationVersion = DeepReadonly<z.infer<typeof configurationVersion>>;
export const configurationVersions = z
  .object({ versions: z.array(configurationVersion).describe("Latest first.") })
  .meta({ id: "MonitoringConfigurationVersions" });
