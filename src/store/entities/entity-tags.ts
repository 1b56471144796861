import { AppError } from "../../base/index.ts";
import type { Tag } from "../../query/index.ts";
import type { KeyChange } from "../key-value.ts";
import { jsonOf, keyOf, parsed } from "./entity-rows.ts";

/** Far more than people set, and few enough for one row. */
const TAGS_PER_ENTITY_MAX = 200;
const NONE: readonly Tag[] = Object.freeze([]);

/** The tags that people gave to entities. */
export class EntityTags {
  readonly #tags = new Map<string, readonly Tag[]>();
  readonly #unwritten = new Set<string>();

  of(id: string): readonly Tag[] {
    return this.#tags.get(id) ?? NONE;
  }

  get unwritten(): number {
    return this.#unwritten.size;
  }

  /**
   * @returns whether it was not there
   * @throws {AppError} `store.too-many-tags`
   */
  add(id: string, tag: Tag): boolean {
    const tags = this.of(id);
    if (tags.some((other) => isSame(other, tag))) return false;
    if (tags.length >= TAGS_PER_ENTITY_MAX) {
      throw new AppError(
        "store.too-many-tags",
        `entity ${id} has ${TAGS_PER_ENTITY_MAX} tags, which is the most it can have`,
        { remedy: "Remove tags that are no longer used." },
      );
    }
    this.#set(id, [...tags, tag]);
    return true;
  }

  /** @returns those that are gone */
  remove(id: string, isMeant: (tag: Tag) => boolean): readonly Tag[] {
    const gone = this.of(id).filter(isMeant);
    if (gone.length > 0)
      this.#set(
        id,
        this.of(id).filter((tag) => !gone.includes(tag)),
      );
    return gone;
  }

  /** The entity is gone. */
  removed(id: string): void {
    if (this.#tags.has(id)) this.#set(id, NONE);
  }

  restore(id: string, value: Uint8Array): void {
    const tags = parsed(value);
    if (Array.isArray(tags)) this.#tags.set(id, tags as readonly Tag[]);
  }

  /** Takes what is to be written; `unwrite` gives it back. */
  take(max: number): { readonly ids: readonly string[]; readonly changes: readonly KeyChange[] } {
    const ids = [...this.#unwritten].slice(0, max);
    for (const id of ids) this.#unwritten.delete(id);
    const changes = ids.map((id) => {
      const tags = this.#tags.get(id);
      return { key: keyOf("tags", id), value: tags === undefined ? undefined : jsonOf(tags) };
    });
    return { ids, changes };
  }

  unwrite(ids: readonly string[]): void {
    for (const id of ids) this.#unwritten.add(id);
  }

  #set(id: string, tags: readonly Tag[]): void {
    if (tags.length === 0) this.#tags.delete(id);
    else this.#tags.set(id, tags);
    this.#unwritten.add(id);
  }
}

const isSame = (left: Tag, right: Tag): boolean =>
  left.context === right.context && left.key === right.key && left.value === right.value;
