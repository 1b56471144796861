import { InvalidArgumentError, Option } from "commander";

interface Range {
  readonly min: number;
  readonly max: number;
  readonly byDefault?: number;
}

/** An option that takes a whole number of a range; anything else is wrong usage, never a silent default. */
export function wholeNumber(flags: string, description: string, range: Range): Option {
  return numeric(flags, description, { ...range, pattern: /^-?\d{1,16}$/, wanted: "a whole number" });
}

/** An option that takes a decimal fraction of a range. */
export function decimal(flags: string, description: string, range: Range): Option {
  return numeric(flags, description, { ...range, pattern: /^-?\d*\.?\d+$/, wanted: "a number" });
}

function numeric(
  flags: string,
  description: string,
  { min, max, byDefault, pattern, wanted }: Range & { readonly pattern: RegExp; readonly wanted: string },
): Option {
  const option = new Option(flags, description).argParser((text) => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Write ${wanted} from ${min} to ${max}.`);
  });
  return byDefault === undefined ? option : option.default(byDefault);
}
