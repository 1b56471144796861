import type { AdHocPlan, PollReport } from "../app/index.ts";
import type { Sample } from "../mapping/index.ts";

/** Everything as one JSON document. Values beyond 2⁵³ are texts, for a JSON number would lose digits. */
export function reportAsJson(
  plan: AdHocPlan,
  samples: readonly Sample[],
  report: PollReport,
  entities: boolean,
): string {
  const document = {
    extension: { name: plan.manifest.name, version: plan.manifest.version },
    devices: report.devices.map(({ id, address, name, verdict, lines, whyNoLines }) => ({
      device: id,
      address,
      name,
      status: verdict.code,
      message: verdict.message,
      lines,
      ...(whyNoLines.length === 0 ? {} : { whyNoLines }),
    })),
    lines: samples.map((sample) => ({
      key: sample.key,
      type: sample.type,
      value: typeof sample.value === "bigint" ? String(sample.value) : sample.value,
      timestamp: sample.timestampMs,
      dimensions: Object.fromEntries(sample.dimensions),
    })),
    ...(entities
      ? {
          entities: report.entities.map(entityToJson),
          relationships: report.relationships.map(relationToJson),
        }
      : {}),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** One entity or relationship a line, as a comment, so that the lines above stay what they are. */
export function entitiesAsLines(report: PollReport): string {
  const lines = [
    ...report.entities.map((entity) => `# entity ${JSON.stringify(entityToJson(entity))}`),
    ...report.relationships.map((relation) => `# relationship ${JSON.stringify(relationToJson(relation))}`),
  ];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function entityToJson(entity: PollReport["entities"][number]) {
  return {
    entityId: entity.id,
    type: entity.type,
    displayName: entity.name,
    properties: Object.fromEntries(entity.attributes),
  };
}

function relationToJson(relation: PollReport["relationships"][number]) {
  return { type: relation.type, from: relation.fromId, to: relation.toId };
}
