/**
 * What one poll could not turn into lines, and what its counters did: counted here, logged once per start by the
 * caller, summed up in self-monitoring. No value is lost without a count.
 */
export interface MappingNotes {
  /** By metric key: values that are no number, with one of them. */
  readonly notANumber: ReadonlyMap<string, { readonly count: number; readonly example: string }>;
  /** By dimension key: `$networkFormat` and `$inetAddress` values that could not be read as `type`. */
  readonly translationFailures: ReadonlyMap<
    string,
    { readonly count: number; readonly type: string; readonly example: string }
  >;
  /** Rows that a filter kept back. */
  readonly filteredOutRows: number;
  /** Rows of which a cell lies behind the cut of an incomplete column: the lines that need it are missing. */
  readonly rowsWithUnknownCells: number;
  /** Lines dropped for having more than 50 dimensions. */
  readonly tooManyDimensions: number;
  /** Lines left out because another subgroup gave the same metric and tuple (M108). */
  readonly duplicateLines: number;
  readonly counters: CounterNotes;
}

export interface CounterNotes {
  /** Counters without a baseline: nothing to compare with yet. */
  readonly firstSamples: number;
  /** Counters whose baseline was older than three intervals. */
  readonly gaps: number;
  /** Counters that went back because they began anew. */
  readonly resets: number;
  /** Counter32 that ran over 2³²; their delta is right. */
  readonly wraps: number;
}

/** The notes while a poll is mapped. */
export class NoteBook implements MappingNotes {
  readonly notANumber = new Map<string, { count: number; example: string }>();
  readonly translationFailures = new Map<string, { count: number; type: string; example: string }>();
  filteredOutRows = 0;
  rowsWithUnknownCells = 0;
  tooManyDimensions = 0;
  duplicateLines = 0;
  readonly counters = { firstSamples: 0, gaps: 0, resets: 0, wraps: 0 };

  addNotANumber(metricKey: string, example: string): void {
    const note = this.notANumber.get(metricKey);
    if (note === undefined) this.notANumber.set(metricKey, { count: 1, example });
    else note.count += 1;
  }

  addTranslationFailure(dimensionKey: string, type: string, example: string): void {
    const note = this.translationFailures.get(dimensionKey);
    if (note === undefined) this.translationFailures.set(dimensionKey, { count: 1, type, example });
    else note.count += 1;
  }
}
