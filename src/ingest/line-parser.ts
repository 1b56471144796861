import { isUtf8 } from "node:buffer";
import { BodyReport } from "./body-report.ts";
import { CanonicalCheck } from "./canonical-check.ts";
import { LenientLine } from "./lenient-line.ts";
import { BLANK, bufferOf, CARRIAGE_RETURN, HASH, hasWord, LOWER_C, NEWLINE, TAB } from "./line-bytes.ts";
import { LineCursor } from "./line-cursor.ts";
import { LineOutput } from "./line-output.ts";
import { MAX_LINE_CHARS } from "./line-protocol.ts";
import { readMetadata } from "./metadata-line.ts";
import type { ParsedBody } from "./parsed-body.ts";

/** For what a canonical line has more than its source, besides quotes and backslashes that double each byte at most. */
const LINE_ROOM_BYTES = 256;
const BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

export interface ParseOptions {
  /** UTC ms: the time of lines that bring none, and what the age of all others is measured by. */
  readonly nowMs: number;
  /** More lines than this are invalid; default: no limit, as the bytes of a body are limited already. */
  readonly maxLines?: number | undefined;
}

/**
 * Reads bodies of metric lines as an ActiveGate does, and makes canonical lines of them.
 *
 * A line that is canonical already costs a look at its parts: its dimensions were read in full when they came first,
 * and known again since. Whatever else there is goes through the lenient reader, which alone says what is valid.
 */
export class LineParser {
  readonly #canonical = new CanonicalCheck();
  readonly #lenient = new LenientLine();
  readonly #cursor = new LineCursor();

  parse(body: Uint8Array, { nowMs, maxLines = Number.POSITIVE_INFINITY }: ParseOptions): ParsedBody {
    const bytes = bufferOf(body);
    const report = new BodyReport(bytes, new LineOutput(bytes), nowMs, isUtf8(body));
    for (let start = bodyStart(bytes); start < bytes.length; ) {
      const newlineAt = bytes.indexOf(NEWLINE, start);
      const end = newlineAt < 0 ? bytes.length : newlineAt + 1;
      report.nextLine(start);
      if (report.lines >= maxLines) this.#refuse(report, start, end, maxLines);
      else this.#readLine(report, start, end);
      start = end;
    }
    return report.finish();
  }

  #readLine(report: BodyReport, start: number, end: number): void {
    if (this.#canonical.holds(report, start, end)) {
      const { keyEnd, payloadAt, timestampMs } = this.#canonical.parts;
      report.output.takeOver(start, end);
      report.took(start, keyEnd, report.bytes[payloadAt] === LOWER_C ? "count" : "gauge", timestampMs);
      return;
    }
    const cursor = this.#open(report, start, end);
    if (cursor.isAtEnd) return;
    if (isReadable(cursor, report) && this.#readAny(report, cursor)) return;
    report.refused(cursor.failedAt, cursor.rule);
  }

  /** The line without its break and the blanks around it. */
  #open({ bytes, view }: BodyReport, start: number, end: number): LineCursor {
    let last = bytes[end - 1] === NEWLINE ? end - 1 : end;
    if (last > start && bytes[last - 1] === CARRIAGE_RETURN) last -= 1;
    while (last > start && (bytes[last - 1] === BLANK || bytes[last - 1] === TAB)) last -= 1;
    this.#cursor.open(bytes, view, start, last);
    this.#cursor.skipBlanks();
    return this.#cursor;
  }

  #readAny(report: BodyReport, cursor: LineCursor): boolean {
    const { output } = report;
    output.flush();
    output.reserve(2 * (cursor.end - cursor.at) + LINE_ROOM_BYTES);
    return cursor.peek() === HASH ? readMetadataLine(report, cursor) : this.#readData(report, cursor);
  }

  #readData(report: BodyReport, cursor: LineCursor): boolean {
    const { output } = report;
    const lenient = this.#lenient;
    const [keyAt, lineAt] = [cursor.at, output.at];
    if (!lenient.read(cursor, output, report.nowMs)) {
      output.at = lineAt;
      return false;
    }
    this.#canonical.learn(report, lenient);
    report.took(keyAt, lenient.keyEnd, lenient.type, lenient.timestampMs);
    return true;
  }

  #refuse(report: BodyReport, start: number, end: number, maxLines: number): void {
    const cursor = this.#open(report, start, end);
    if (!cursor.isAtEnd) report.refused(start, `more than ${maxLines} lines in one request`);
  }
}

function isReadable(cursor: LineCursor, { bytes, isUtf8: isBodyUtf8 }: BodyReport): boolean {
  const { at, end } = cursor;
  if (end - at > MAX_LINE_CHARS && charsOf(bytes, at, end) > MAX_LINE_CHARS) {
    return cursor.fail(at, `line longer than ${MAX_LINE_CHARS} characters`);
  }
  if (isBodyUtf8 || isUtf8(bytes.subarray(at, end))) return true;
  return cursor.fail(at + bytes.toString("latin1", at, end).search(/[\x80-\xff]/), "text that is not UTF-8");
}

function charsOf(bytes: Buffer, start: number, end: number): number {
  return Array.from(bytes.toString("utf8", start, end)).length;
}

function readMetadataLine(report: BodyReport, cursor: LineCursor): boolean {
  cursor.at += 1;
  const keyAt = cursor.at;
  const metadata = readMetadata(cursor, report.output);
  if (metadata === undefined) return cursor.fail(cursor.failedAt, `metadata line: ${cursor.rule}`);
  report.described(keyAt, metadata);
  return true;
}

/** Behind the mark that some editors write in front of UTF-8. */
function bodyStart(bytes: Buffer): number {
  return hasWord(bytes, 0, bytes.length, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
}

let shared: LineParser | undefined;

/** Reads one body with the parser that all requests of this thread share. */
export function parseLines(body: Uint8Array, options: ParseOptions): ParsedBody {
  shared ??= new LineParser();
  return shared.parse(body, options);
}
