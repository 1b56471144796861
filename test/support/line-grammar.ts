// An independent reader of the metric line protocol: shares no code with the product, so that a mistake there cannot
// hide here. Strict about what a careful client emits: quoted values only, one blank between parts, no duplicates.

export type Payload =
  | { readonly type: "gauge"; readonly number: string }
  | {
      readonly type: "summary";
      readonly min: number;
      readonly max: number;
      readonly sum: number;
      readonly count: number;
    }
  | { readonly type: "count"; readonly number: string };

export type ParsedLine =
  | {
      readonly kind: "data";
      readonly text: string;
      readonly key: string;
      readonly dimensions: ReadonlyMap<string, string>;
      /** Numbers stay text: a bigint must not lose digits on the way into an assertion. */
      readonly payload: Payload;
      readonly timestampMs: number | undefined;
    }
  | {
      readonly kind: "metadata";
      readonly text: string;
      readonly key: string;
      readonly type: "gauge" | "count";
      readonly properties: ReadonlyMap<string, string>;
    };

export type ParseResult =
  | { readonly ok: true; readonly line: ParsedLine }
  | { readonly ok: false; readonly error: string };

/**
 * Reads one line.
 * @param nowMs  when given, timestamps must lie between one hour before and ten minutes after it
 */
export function parseLine(text: string, nowMs?: number): ParseResult {
  try {
    if (text.length > 50_000) fail(0, `line of ${text.length} characters, at most 50000`);
    const cursor = new Cursor(text);
    const line = cursor.take("#") ? readMetadata(cursor) : readData(cursor, nowMs);
    return { ok: true, line };
  } catch (error) {
    if (error instanceof GrammarError) return { ok: false, error: error.message };
    throw error;
  }
}

class GrammarError extends Error {}

function fail(at: number, rule: string): never {
  throw new GrammarError(`column ${at + 1}: ${rule}`);
}

class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text.charAt(this.at);
  }

  next(): string {
    return this.text.charAt(this.at++);
  }

  take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  expect(word: string, rule: string): void {
    if (!this.take(word)) fail(this.at, rule);
  }

  while(accepts: (character: string) => boolean): string {
    const from = this.at;
    while (!this.atEnd && accepts(this.peek())) this.at++;
    return this.text.slice(from, this.at);
  }
}

function readData(cursor: Cursor, nowMs: number | undefined): ParsedLine {
  const key = readMetricKey(cursor);
  const dimensions = new Map<string, string>();
  while (cursor.take(",")) {
    const at = cursor.at;
    const name = readDimensionKey(cursor);
    cursor.expect("=", `dimension ${name} without =`);
    const value = readQuoted(cursor);
    const length = Array.from(value).length;
    if (length === 0) fail(at, `dimension ${name} is empty`);
    if (length > 250) fail(at, `dimension ${name} has ${length} characters, at most 250`);
    if (dimensions.has(name)) fail(at, `dimension ${name} occurs twice`);
    dimensions.set(name, value);
    if (dimensions.size > 50) fail(at, "more than 50 dimensions");
  }
  cursor.expect(" ", "blank expected before the payload");
  const payload = readPayload(cursor);
  const timestampMs = cursor.take(" ") ? readTimestamp(cursor, nowMs) : undefined;
  if (!cursor.atEnd) fail(cursor.at, "text after the end of the line");
  return { kind: "data", text: cursor.text, key, dimensions, payload, timestampMs };
}

function readMetadata(cursor: Cursor): ParsedLine {
  const key = readMetricKey(cursor);
  cursor.expect(" ", "blank expected before the type");
  const type = cursor.take("gauge")
    ? "gauge"
    : cursor.take("count")
      ? "count"
      : fail(cursor.at, "gauge or count");
  cursor.expect(" ", "blank expected before the properties");
  const properties = new Map<string, string>();
  do {
    const name = cursor.while((c) => c !== "=" && c !== ",");
    if (!["dt.meta.displayName", "dt.meta.description", "dt.meta.unit"].includes(name)) {
      fail(cursor.at, `unknown property ${name}`);
    }
    if (properties.has(name)) fail(cursor.at, `property ${name} occurs twice`);
    cursor.expect("=", `property ${name} without =`);
    properties.set(name, readQuoted(cursor));
  } while (cursor.take(","));
  if (!cursor.atEnd) fail(cursor.at, "text after the end of the line");
  return { kind: "metadata", text: cursor.text, key, type, properties };
}

const isUpper = (c: string): boolean => c >= "A" && c <= "Z";
const isLower = (c: string): boolean => c >= "a" && c <= "z";
const isDigit = (c: string): boolean => c >= "0" && c <= "9";

function readMetricKey(cursor: Cursor): string {
  const from = cursor.at;
  const key = cursor.while(
    (c) => isUpper(c) || isLower(c) || isDigit(c) || c === "_" || c === "-" || c === ".",
  );
  if (key.length < 3 || key.length > 250) fail(from, `metric key of ${key.length} characters, 3 to 250`);
  for (const [position, section] of key.split(".").entries()) {
    if (section === "") fail(from, "empty section in the metric key");
    if (section.startsWith("-")) fail(from, `section ${section} starts with -`);
    if (position === 0 && isDigit(section.charAt(0))) fail(from, "metric key starts with a digit");
  }
  if (key.startsWith("dt.")) fail(from, "the prefix dt. is reserved");
  return key;
}

function readDimensionKey(cursor: Cursor): string {
  const from = cursor.at;
  const key = cursor.while((c) => isLower(c) || isDigit(c) || "_-:.".includes(c));
  if (key.length < 1 || key.length > 100) fail(from, `dimension key of ${key.length} characters, 1 to 100`);
  if (key.split(".").includes("")) fail(from, "empty section in the dimension key");
  if (!isLower(key.charAt(0)) && !key.startsWith("_"))
    fail(from, "dimension key starts neither with a-z nor with _");
  return key;
}

function readQuoted(cursor: Cursor): string {
  cursor.expect('"', "quoted value expected");
  let value = "";
  for (;;) {
    if (cursor.atEnd) fail(cursor.at, "unterminated quote");
    const character = cursor.next();
    if (character === '"') return value;
    const code = character.charCodeAt(0);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) fail(cursor.at - 1, "control character in a value");
    if (character === "\\") {
      const escaped = cursor.next();
      if (escaped !== '"' && escaped !== "\\")
        fail(cursor.at - 1, "only a quote and a backslash are escaped");
      value += escaped;
    } else {
      value += character;
    }
  }
}

function readPayload(cursor: Cursor): Payload {
  if (cursor.take("count,delta=")) {
    const at = cursor.at;
    const number = readNumber(cursor);
    if (number.startsWith("-")) fail(at, "negative delta");
    return { type: "count", number };
  }
  if (!cursor.take("gauge,")) return { type: "gauge", number: readNumber(cursor) };
  if (isLower(cursor.peek())) return readSummary(cursor);
  return { type: "gauge", number: readNumber(cursor) };
}

function readSummary(cursor: Cursor): Payload {
  const from = cursor.at;
  const parts = new Map<string, number>();
  do {
    const name = cursor.while(isLower);
    if (!["min", "max", "sum", "count"].includes(name) || parts.has(name))
      fail(cursor.at, `summary part ${name}`);
    cursor.expect("=", `summary part ${name} without =`);
    parts.set(name, Number(readNumber(cursor)));
  } while (cursor.take(","));
  const [min, max, sum, count] = ["min", "max", "sum", "count"].map((name) => parts.get(name));
  if (min === undefined || max === undefined || sum === undefined || count === undefined) {
    return fail(from, "a summary needs min, max, sum and count");
  }
  const slack = 1e-9 * Math.max(Math.abs(sum), 1);
  if (min > max || !Number.isInteger(count) || count < 1)
    fail(from, "summary with min > max or without count");
  if (sum < min * count - slack || sum > max * count + slack) fail(from, "summary whose sum cannot be");
  return { type: "summary", min, max, sum, count };
}

function readNumber(cursor: Cursor): string {
  const from = cursor.at;
  cursor.take("-");
  if (cursor.while(isDigit) === "") fail(cursor.at, "number expected");
  const hasPoint = cursor.take(".");
  if (hasPoint && cursor.while(isDigit) === "") fail(cursor.at, "digits expected after the decimal point");
  if (cursor.take("e") || cursor.take("E")) {
    if (!hasPoint) fail(from, "an exponent needs a decimal point before it");
    if (!cursor.take("+")) cursor.take("-");
    if (cursor.while(isDigit) === "") fail(cursor.at, "digits expected in the exponent");
  }
  const number = cursor.text.slice(from, cursor.at);
  if (!Number.isFinite(Number(number))) fail(from, "number beyond the range of a double");
  return number;
}

function readTimestamp(cursor: Cursor, nowMs: number | undefined): number {
  const from = cursor.at;
  const digits = cursor.while(isDigit);
  const timestampMs = Number(digits);
  if (digits.length !== 13)
    fail(from, `timestamp of ${digits.length} digits, 13 expected (UTC milliseconds)`);
  if (nowMs !== undefined && timestampMs < nowMs - 3_600_000) fail(from, "timestamp older than an hour");
  if (nowMs !== undefined && timestampMs > nowMs + 600_000)
    fail(from, "timestamp more than ten minutes ahead");
  return timestampMs;
}
