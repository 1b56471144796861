/** Something that an editor offers. */
export interface EditorOption {
  readonly label: string;
  readonly kind: "property" | "value" | "function" | "variable" | "object";
  /** Beside the label. */
  readonly detail?: string | undefined;
  /** What it is for. */
  readonly info?: string | undefined;
  /** Default: the label. */
  readonly insert?: string | undefined;
  /** -99 to 99; the higher, the further up. */
  readonly boost?: number | undefined;
}

export interface Offer {
  /** How much of what is written before the cursor is replaced. */
  readonly replaced: number;
  readonly options: readonly EditorOption[];
}

/** An offer that the service is to be asked for: MIB objects. */
export interface ObjectWish {
  readonly objects: string;
  readonly replaced: number;
  /** Columns fit better than scalars. */
  readonly inTable: boolean;
}
