import type { ParseFailure } from "./filter.ts";
import { RELATION_TYPES, type RelationType } from "./manifest.ts";
import { attempt, type Scanner } from "./scanner.ts";
import { didYouMean } from "./suggest.ts";

/** Criteria that must all hold. */
export interface EntitySelector {
  readonly criteria: readonly EntityCriterion[];
}

export type EntityCriterion =
  /** Compared without regard to case. */
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "entityId"; readonly ids: readonly string[] }
  | {
      readonly kind: "entityName";
      readonly match: "contains" | "equals" | "startsWith" | "in";
      readonly values: readonly string[];
      readonly caseSensitive: boolean;
    }
  /** Any of the tags. */
  | { readonly kind: "tag"; readonly tags: readonly TagMatcher[] }
  | { readonly kind: "managementZone"; readonly by: "id" | "name"; readonly values: readonly string[] }
  | { readonly kind: "healthState"; readonly state: "HEALTHY" | "UNHEALTHY" }
  | { readonly kind: "firstSeen"; readonly comparison: "lte" | "lt" | "gte" | "gt"; readonly atMs: number }
  /** Any of the values, exactly; `name` without regard to case. */
  | { readonly kind: "attribute"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "attributeExists"; readonly name: string }
  | {
      readonly kind: "relationship";
      /** `from`: the entity looked for is the FROM side of the edge. */
      readonly side: "from" | "to";
      /** Undefined for relations that generic types do not have: nothing matches. */
      readonly relation: RelationType | undefined;
      /** As written: `runsOn`, `isChildOf`. */
      readonly name: string;
      readonly selector: EntitySelector;
    }
  | { readonly kind: "not"; readonly criterion: EntityCriterion }
  /** `$(entityConditions)` of a screen: stands for the selector of the shown entity. */
  | { readonly kind: "entityConditions" };

export interface TagMatcher {
  readonly context: string | undefined;
  readonly key: string;
  /** Undefined matches every value. */
  readonly value: string | undefined;
}

type EntitySelectorParse = { readonly ok: true; readonly selector: EntitySelector } | ParseFailure;

/** Names of the relations in the API, by the manifest's word. */
export const RELATION_NAMES: Readonly<Record<RelationType, string>> = {
  RUNS_ON: "runsOn",
  CHILD_OF: "isChildOf",
  PART_OF: "isPartOf",
  INSTANCE_OF: "isInstanceOf",
  CALLS: "calls",
  SAME_AS: "isSameAs",
};

/**
 * Parses an entity selector: `type(T),entityName.startsWith(a),fromRelationships.runsOn(type(S))`.
 * A `type` or `entityId` is mandatory, at most one type. In quotes `~` escapes the quote and itself.
 * @param options.template  whether `$(entityConditions)` may stand for criteria, as in screens
 */
export function parseEntitySelector(
  text: string,
  options: { readonly template?: boolean } = {},
): EntitySelectorParse {
  return entitySelectorFrom(text, options.template === true);
}

export function entitySelectorFrom(text: string, template: boolean): EntitySelectorParse {
  const parsed = attempt(text, (scanner) => {
    const parser = new EntitySelectorParser(scanner, template);
    const selector = parser.selector();
    const rest = scanner.peek();
    if (rest !== "") scanner.fail(`'${rest}' is not expected here; a comma or the end is`);
    return selector;
  });
  return parsed.ok ? { ok: true, selector: parsed.result } : parsed;
}

const ENTITY_CONDITIONS = "$(entityConditions)";
const NAME = /[A-Za-z_][A-Za-z0-9_.:-]*/y;
const NAME_MATCHES = ["contains", "equals", "startsWith", "in"] as const;
const COMPARISONS = ["lte", "lt", "gte", "gt"] as const;

class EntitySelectorParser {
  readonly #scanner: Scanner;
  readonly #template: boolean;

  constructor(scanner: Scanner, template: boolean) {
    this.#scanner = scanner;
    this.#template = template;
  }

  selector(): EntitySelector {
    this.#scanner.skipBlanks();
    const start = this.#scanner.at;
    const criteria = [this.#criterion()];
    while (this.#scanner.take(",")) criteria.push(this.#criterion());
    const types = criteria.filter(({ kind }) => kind === "type").length;
    if (types > 1) this.#scanner.fail("only one type(…) is allowed", start);
    if (!criteria.some(({ kind }) => kind === "type" || kind === "entityId" || kind === "entityConditions")) {
      this.#scanner.fail("a type(…) or entityId(…) is needed", start);
    }
    return { criteria };
  }

  #criterion(): EntityCriterion {
    const scanner = this.#scanner;
    if (scanner.peek() === "$") return this.#entityConditions();
    const start = scanner.at;
    const name = scanner.match(NAME)?.[0];
    if (name === undefined) return scanner.fail("a criterion such as type(…) is expected here");
    scanner.expect("(", `after '${name}'`);
    return scanner.nested(() => this.#call(name, start));
  }

  #call(name: string, start: number): EntityCriterion {
    const scanner = this.#scanner;
    const relation = /^(from|to)Relationships?\.(.+)$/.exec(name);
    if (relation !== null) return this.#relationship(relation[1] as "from" | "to", relation[2] ?? "");
    if (/^entityName(\.|$)/.test(name)) return this.#entityName(name, start, false);
    if (name.startsWith("firstSeenTms.")) return this.#firstSeen(name.slice(13), start);
    if (name.endsWith(".exists")) {
      scanner.expect(")", "for .exists takes no argument");
      return { kind: "attributeExists", name: name.slice(0, -7) };
    }
    switch (name) {
      case "type":
        return this.#closing({ kind: "type", type: scanner.value("the type") });
      case "entityId":
        return { kind: "entityId", ids: this.#values("an entity id") };
      case "caseSensitive":
        return this.#caseSensitive();
      case "tag":
        return { kind: "tag", tags: this.#values("a tag").map(parseTag) };
      case "mzId":
      case "mzName":
        return {
          kind: "managementZone",
          by: name === "mzId" ? "id" : "name",
          values: this.#values("a zone"),
        };
      case "healthState":
        return this.#healthState();
      case "not":
        return this.#not();
      default:
        return { kind: "attribute", name, values: this.#values("a value") };
    }
  }

  #entityConditions(): EntityCriterion {
    const scanner = this.#scanner;
    if (!scanner.text.startsWith(ENTITY_CONDITIONS, scanner.at)) {
      scanner.fail(`the one placeholder is ${ENTITY_CONDITIONS}`);
    }
    if (!this.#template) scanner.fail(`${ENTITY_CONDITIONS} has a meaning only in screens`);
    scanner.at += ENTITY_CONDITIONS.length;
    return { kind: "entityConditions" };
  }

  #relationship(side: "from" | "to", name: string): EntityCriterion {
    const relation = RELATION_TYPES.find((type) => RELATION_NAMES[type] === name || type === name);
    return this.#closing({ kind: "relationship", side, relation, name, selector: this.selector() });
  }

  #entityName(name: string, start: number, caseSensitive: boolean): EntityCriterion {
    const suffix = name === "entityName" ? "contains" : name.slice(11);
    const match = NAME_MATCHES.find((candidate) => candidate === suffix);
    if (match === undefined) {
      return this.#scanner.fail(`'${name}' is unknown${didYouMean(suffix, NAME_MATCHES)}`, start);
    }
    const values = match === "in" ? this.#values("a name") : [this.#closing(this.#scanner.value("a name"))];
    return { kind: "entityName", match, values, caseSensitive };
  }

  #caseSensitive(): EntityCriterion {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const start = scanner.at;
    const name = scanner.match(NAME)?.[0] ?? "";
    if (!/^entityName(\.|$)/.test(name)) scanner.fail("caseSensitive takes an entityName criterion", start);
    scanner.expect("(", `after '${name}'`);
    return this.#closing(this.#entityName(name, start, true));
  }

  #firstSeen(suffix: string, start: number): EntityCriterion {
    const comparison = COMPARISONS.find((candidate) => candidate === suffix);
    if (comparison === undefined) {
      return this.#scanner.fail(`firstSeenTms has the comparisons ${COMPARISONS.join(", ")}`, start);
    }
    const text = this.#scanner.value("a time in milliseconds");
    if (!/^\d{1,15}$/.test(text)) this.#scanner.fail("a time in milliseconds since 1970 is expected", start);
    return this.#closing({ kind: "firstSeen", comparison, atMs: Number(text) });
  }

  #healthState(): EntityCriterion {
    const start = this.#scanner.at;
    const state = this.#scanner.value("HEALTHY or UNHEALTHY");
    if (state !== "HEALTHY" && state !== "UNHEALTHY") {
      return this.#scanner.fail("the health state is HEALTHY or UNHEALTHY", start);
    }
    return this.#closing({ kind: "healthState", state });
  }

  #not(): EntityCriterion {
    const start = this.#scanner.at;
    const criterion = this.#criterion();
    if (criterion.kind === "type" || criterion.kind === "entityConditions") {
      this.#scanner.fail("not(…) cannot hold a type", start);
    }
    return this.#closing({ kind: "not", criterion });
  }

  #values(what: string): readonly string[] {
    const start = this.#scanner.at;
    const values = this.#scanner.list(() => this.#scanner.value(what));
    return values.length > 0 ? values : this.#scanner.fail(`${what} is missing`, start);
  }

  #closing<T>(value: T): T {
    this.#scanner.expect(")", "after the argument");
    return value;
  }
}

/** `[context]key:value`; `\:` is a colon of the text. */
function parseTag(text: string): TagMatcher {
  const context = /^\[([^\]]*)\]/.exec(text);
  const rest = context === null ? text : text.slice(context[0].length);
  const colon = rest.search(/(?<!\\):/);
  return {
    context: context?.[1],
    key: unescapeColons(colon < 0 ? rest : rest.slice(0, colon)),
    value: colon < 0 ? undefined : unescapeColons(rest.slice(colon + 1)),
  };
}

function unescapeColons(text: string): string {
  return text.replaceAll("\\:", ":");
}
