import type { StoredEntity, Tag } from "../../query/index.ts";
import type { Entity, EntityRecord } from "../../topology/index.ts";

/** What the view asks beside the record. */
export interface Surroundings {
  tagsOf(id: string): readonly Tag[];
  healthOf(id: string): boolean | undefined;
}

/**
 * An entity for selectors, worked out as far as it is looked at: a selector goes through hundreds of thousands, and
 * looks at the name of most, if at anything.
 */
export class StoredView implements StoredEntity {
  readonly #record: EntityRecord;
  readonly #surroundings: Surroundings;
  #id: string | undefined;
  #name: string | undefined;
  #whole: Entity | undefined;

  constructor(record: EntityRecord, surroundings: Surroundings) {
    this.#record = record;
    this.#surroundings = surroundings;
  }

  get id(): string {
    return (this.#id ??= this.#record.id);
  }

  get type(): string {
    return this.#record.type;
  }

  get name(): string {
    return (this.#name ??= this.#record.name);
  }

  get renderedId(): string {
    return this.#record.renderedId;
  }

  get icon(): string | undefined {
    return this.#entity().icon;
  }

  get attributes(): Entity["attributes"] {
    return this.#entity().attributes;
  }

  get firstSeenMs(): number {
    return this.#record.firstSeenMs;
  }

  get lastSeenMs(): number {
    return this.#record.lastSeenMs;
  }

  get tags(): readonly Tag[] {
    return this.#surroundings.tagsOf(this.id);
  }

  get healthy(): boolean | undefined {
    return this.#surroundings.healthOf(this.id);
  }

  #entity(): Entity {
    return (this.#whole ??= this.#record.view());
  }
}
