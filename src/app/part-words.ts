import type { KnownKeys } from "../prometheus/index.ts";
import type { ObjectCatalogue } from "../smi/index.ts";
import type { DeclaredInfos, MetricInfos } from "./metric-infos.ts";
import { type PlanChange, sameItems } from "./plan-change.ts";
import type { NameBatches } from "./prometheus-names.ts";

export interface PartWordsOptions {
  readonly infos: Pick<MetricInfos, "declared">;
  /** One for all parts; undefined where nobody scrapes. */
  readonly keys: NameBatches | undefined;
}

/** What a part is to be told with a change; undefined is what it was. */
export interface NewWords {
  readonly catalogues: readonly ObjectCatalogue[] | undefined;
  readonly names: readonly KnownKeys[] | undefined;
  readonly infos: DeclaredInfos | undefined;
}

/** Remembers what one part has been told of what is shown, so that each thing is told once. */
export class PartWords {
  readonly #options: PartWordsOptions;
  #catalogues: readonly ObjectCatalogue[] = [];
  #batches = 0;
  #infos: DeclaredInfos | undefined;

  constructor(options: PartWordsOptions) {
    this.#options = options;
  }

  /** @param change  of all plans, also of devices that other parts poll */
  next({ plans, catalogues }: PlanChange): NewWords {
    const isSame = sameItems(catalogues, this.#catalogues);
    this.#catalogues = catalogues;
    return { catalogues: isSame ? undefined : catalogues, ...this.#scraped(plans) };
  }

  #scraped(plans: PlanChange["plans"]): Pick<NewWords, "names" | "infos"> {
    const { keys, infos } = this.#options;
    if (keys === undefined) return { names: undefined, infos: undefined };
    keys.add(plans);
    const names = keys.since(this.#batches);
    this.#batches += names.length;
    const { declared } = infos;
    const isSame = declared === this.#infos;
    this.#infos = declared;
    return { names, infos: isSame ? undefined : declared };
  }
}
