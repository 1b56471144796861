import { AppError, Secret } from "../../base/index.ts";

export type ConfiguredHeaders = Readonly<Record<string, string | Secret>>;

/**
 * Headers that a user configures for a sink, by names in lower case.
 * @throws {AppError} `ingest.bad-header`; the value, which may be a secret, is not shown
 */
export function readHeaders(sink: string, headers: ConfiguredHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const text = (value instanceof Secret ? value.reveal() : value).trim();
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !/^[\x20-\x7e]*$/.test(text)) {
        throw new AppError(
          "ingest.bad-header",
          `The header ${JSON.stringify(name)} of sink ${sink} is none.`,
          {
            remedy: "Names are letters, digits and dashes; values are printable ASCII without line breaks.",
          },
        );
      }
      return [name.toLowerCase(), text];
    }),
  );
}

/** What must not be shown of them: secret values, and what follows the scheme in them (`Api-Token <token>`). */
export function secretTexts(headers: ConfiguredHeaders): string[] {
  return Object.values(headers)
    .filter((value) => value instanceof Secret)
    .flatMap((value) => {
      const text = value.reveal().trim();
      return [text, text.replace(/^\S+\s+/, "")];
    });
}
