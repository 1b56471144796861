import { ApiError } from "../../api/index.ts";
import { RELATION_NAMES, RELATION_TYPES, type RelationType } from "../../manifest/index.ts";

/** Parts of an entity that are shown when they are asked for; id, name and type always are. */
const PARTS = [
  "firstSeenTms",
  "lastSeenTms",
  "tags",
  "managementZones",
  "icon",
  "properties",
  "fromRelationships",
  "toRelationships",
] as const;
type Part = (typeof PARTS)[number];

const ALWAYS: ReadonlySet<string> = new Set(["entityId", "displayName", "type"]);

/** What is shown of each part: all of it, or single properties or relations by name in lower case. */
export class EntityFields {
  readonly #shown: ReadonlyMap<Part, true | ReadonlySet<string>>;

  constructor(shown: ReadonlyMap<Part, true | ReadonlySet<string>>) {
    this.#shown = shown;
  }

  shows(part: Part): boolean {
    return this.#shown.has(part);
  }

  showsProperty(name: string): boolean {
    const shown = this.#shown.get("properties");
    return shown === true || shown?.has(name.toLowerCase()) === true;
  }

  showsRelation(part: "fromRelationships" | "toRelationships", type: RelationType): boolean {
    const shown = this.#shown.get(part);
    return shown === true || shown?.has(RELATION_NAMES[type].toLowerCase()) === true;
  }
}

/**
 * Reads `+properties,+fromRelationships.runsOn,-tags` (spec 4 §5.1).
 * @param whole  begin with all there is, as for a single entity: then a list of `+` alone limits it to that
 * @throws {ApiError} 400 for an unknown field
 */
export function entityFields(text: string | undefined, whole: boolean): EntityFields {
  // A plus that nobody has encoded arrives as a blank.
  const fields = (text ?? "")
    .split(",")
    .map((field) => field.trim())
    .filter((field) => field !== "");
  const beginsWhole = whole && fields.every((field) => field.startsWith("-"));
  const shown = new Map<Part, true | ReadonlySet<string>>(
    beginsWhole ? PARTS.map((part) => [part, true]) : [],
  );
  for (const field of fields) change(shown, field);
  return new EntityFields(shown);
}

function change(shown: Map<Part, true | ReadonlySet<string>>, field: string): void {
  const name = field.replace(/^[+-]/, "");
  const [head = "", ...rest] = name.split(".");
  const part = PARTS.find((one) => one.toLowerCase() === head.toLowerCase());
  const detail = rest.join(".");
  if (part === undefined || (detail !== "" && !part.endsWith("s"))) {
    if (ALWAYS.has(name)) return;
    throw unknownField(field);
  }
  if (field.startsWith("-")) shown.delete(part);
  else if (detail === "") shown.set(part, true);
  else addDetail(shown, part, part === "properties" ? detail : relationName(detail, field));
}

function addDetail(shown: Map<Part, true | ReadonlySet<string>>, part: Part, detail: string): void {
  const known = shown.get(part);
  if (known !== true) shown.set(part, new Set([...(known ?? []), detail.toLowerCase()]));
}

/** Answers say `runsOn`; `RUNS_ON` is understood, too (spec 4 §11). */
function relationName(text: string, field: string): string {
  const type = RELATION_TYPES.find(
    (one) => one === text || RELATION_NAMES[one].toLowerCase() === text.toLowerCase(),
  );
  if (type === undefined) throw unknownField(field);
  return RELATION_NAMES[type];
}

function unknownField(field: string): ApiError {
  return new ApiError(400, "api.unknown-field", `fields: '${field}' is not a field of entities`, {
    remedy: `Known are ${PARTS.join(", ")}, properties.NAME, fromRelationships.NAME and toRelationships.NAME.`,
  });
}
