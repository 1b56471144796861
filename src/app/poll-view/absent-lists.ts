import type { Oid } from "../../smi/index.ts";

/** Far more than there are kinds of devices. */
const LISTS_MAX = 10_000;
const NOTHING: readonly Oid[] = Object.freeze([]);

/**
 * Lists of the objects that devices do not have. Devices of a kind lack the same ones, and from poll to poll nothing
 * changes, so all of them share a few lists.
 */
export class AbsentLists {
  readonly #lists = new Map<string, readonly Oid[]>();

  /** @param before  of the poll before: given back when it is still right. @returns never to be changed */
  listOf(absent: ReadonlySet<Oid>, before: readonly Oid[]): readonly Oid[] {
    if (absent.size === 0) return NOTHING;
    if (before.length === absent.size && before.every((oid) => absent.has(oid))) return before;
    const list = [...absent];
    const name = list.join(" ");
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    if (this.#lists.size < LISTS_MAX) this.#lists.set(name, list);
    return list;
  }
}
