// What somebody has entered in the wizard so far. No secret is in it: those are credentials, and credentials have names.

export const STEPS = ["collect", "switches", "credentials", "test", "preview", "save"] as const;
export type Step = (typeof STEPS)[number];

export const STEP_TITLES: Readonly<Record<Step, string>> = {
  collect: "What to collect",
  switches: "Which switches",
  credentials: "Credentials",
  test: "Test",
  preview: "Preview",
  save: "Save",
};

export interface Draft {
  /** Empty until one was chosen. */
  readonly extension: string;
  readonly version: string;
  /** The sets that devices have something for are chosen once they were tested. */
  readonly setsByTest: boolean;
  readonly featureSets: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly targets: string;
  readonly port: number;
  /** For slow devices; undefined: as the service has it. */
  readonly timeoutSecs: number | undefined;
  readonly retries: number | undefined;
  /** Answers count from whatever address they come. */
  readonly anySource: boolean;
  /** Names, in the order in which they are tried. */
  readonly credentials: readonly string[];
  /** Ids of the checks so far, latest last. */
  readonly jobs: readonly string[];
  /** What the first of them was asked, to see when it is outdated. */
  readonly tested: string;
  /** Devices that were ticked or unticked by hand. */
  readonly ticks: Readonly<Record<string, boolean>>;
  /** Devices that were taken off the list. */
  readonly dropped: readonly string[];
  readonly description: string;
  readonly group: string;
  /** What it became; empty until it was saved. */
  readonly objectIds: readonly string[];
}

export const EMPTY_DRAFT: Draft = {
  extension: "",
  version: "",
  setsByTest: true,
  featureSets: [],
  vars: {},
  targets: "",
  port: 161,
  timeoutSecs: undefined,
  retries: undefined,
  anySource: false,
  credentials: [],
  jobs: [],
  tested: "",
  ticks: {},
  dropped: [],
  description: "",
  group: "default",
  objectIds: [],
};

/** Changes with all that a check depends on. */
export const testSignature = ({
  extension,
  version,
  targets,
  port,
  timeoutSecs,
  retries,
  anySource,
  credentials,
}: Draft): string =>
  JSON.stringify([extension, version, targets, port, timeoutSecs, retries, anySource, credentials]);

/** @returns an empty one for a text of another version of the program */
export function readDraft(text: string | null): Draft {
  if (text === null) return EMPTY_DRAFT;
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    if (typeof value !== "object" || value === null) return EMPTY_DRAFT;
    const known = Object.entries(value).filter(([key, one]) => fits(key, one));
    return { ...EMPTY_DRAFT, ...Object.fromEntries(known) };
  } catch {
    return EMPTY_DRAFT;
  }
}

/** Of the same kind as the empty one has it; what may be absent is a number. */
function fits(key: string, value: unknown): boolean {
  if (!Object.hasOwn(EMPTY_DRAFT, key)) return false;
  const like: unknown = EMPTY_DRAFT[key as keyof Draft];
  if (like === undefined) return typeof value === "number";
  if (Array.isArray(like)) return Array.isArray(value) && value.every((one) => typeof one === "string");
  return typeof value === typeof like && value !== null;
}

const GROUP = /^(?!\.)[A-Za-z0-9_.,-]{1,256}$/;

/** What is wrong with the name of a group (spec 2 §1). */
export const groupComplaint = (group: string): string | undefined =>
  GROUP.test(group) ? undefined : "Letters, digits, - _ . and commas, not beginning with a dot.";

/** Whether a step has all that the next one needs; else what is missing, as a hint at its button. */
export function missingIn(
  step: Step,
  draft: Draft,
  targets: number | undefined,
  ticked: number,
): string | undefined {
  switch (step) {
    case "collect":
      return draft.extension === "" ? "Choose what to collect first." : undefined;
    case "switches":
      return targets === undefined || targets === 0
        ? "Enter at least one address, name or range."
        : undefined;
    case "credentials":
      return draft.credentials.length === 0 ? "Choose or create at least one credential." : undefined;
    case "test":
    case "preview":
      return ticked === 0 ? "Tick at least one device." : undefined;
    case "save":
      return draft.description.trim() === "" ? "Give it a name first." : groupComplaint(draft.group);
    default:
      return step satisfies never;
  }
}

/** The first step that something is missing in: as far as one may go by now. */
export function furthestStep(draft: Draft, targets: number | undefined, ticked: number): Step {
  return STEPS.find((step) => missingIn(step, draft, targets, ticked) !== undefined) ?? "save";
}
