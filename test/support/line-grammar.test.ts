import { describe, expect, test } from "vitest";
import { parseLine } from "./line-grammar.ts";

const NOW_MS = 1_760_000_000_000;
const dimensions = (count: number) => Array.from({ length: count }, (_, n) => `,d${n}="v"`).join("");

describe("the test's own parser accepts", () => {
  test.each([
    ["a gauge", `demo.if.util,if.name="Gi1/0/1" gauge,17.25 ${NOW_MS}`],
    ["a count without time", 'demo.if.in.count,if.idx="3" count,delta=91822'],
    ["a bare number", "demo.value 55"],
    ["a summary in any order", "demo.value gauge,count=2,min=1,sum=5,max=4"],
    ["an exponent with decimal point", "demo.value gauge,1.0e+21"],
    ["metadata", '#demo.if.in.count count dt.meta.displayName="Octets \\"in\\"",dt.meta.unit="Byte"'],
    ["a later section that starts with a digit", "cpm.load.5min gauge,1"],
    ["50 dimensions", `demo.value${dimensions(50)} gauge,1`],
    ["a value of 250 characters", `demo.value,d="${"🛰".repeat(250)}" gauge,1`],
    ["a timestamp an hour old", `demo.value gauge,1 ${NOW_MS - 3_600_000}`],
    ["a timestamp ten minutes ahead", `demo.value gauge,1 ${NOW_MS + 600_000}`],
  ])("%s", (_, text) => {
    expect(parseLine(text, NOW_MS)).toMatchObject({ ok: true, line: { text } });
  });
});

describe("the test's own parser rejects", () => {
  test.each([
    ["tabs between parts", "demo.value\tgauge,1", "blank expected"],
    ["no blank before the payload", 'demo.value,a="b"gauge,1', "blank expected"],
    ["gauge without value", "demo.value gauge,", "number expected"],
    ["three of four summary parts", "demo.value gauge,min=1,max=2,sum=3", "a summary needs"],
    ["a summary whose sum cannot be", "demo.value gauge,min=1,max=2,sum=9,count=2", "sum cannot be"],
    ["count without delta", "demo.value count,5", "number expected"],
    ["a negative delta", "demo.value count,delta=-5", "negative delta"],
    ["a trailing comma after the key", "demo.value, gauge,1", "dimension key"],
    ["a dimension without value", "demo.value,a= gauge,1", "quoted value expected"],
    ["an empty value", 'demo.value,a="" gauge,1', "is empty"],
    ["an unterminated quote", 'demo.value,a="b gauge,1', "unterminated"],
    ["a quote inside a value", 'demo.value,a="b"c" gauge,1', "blank expected"],
    ["another escape", 'demo.value,a="b\\n" gauge,1', "only a quote and a backslash"],
    ["a line break in a value", 'demo.value,a="b\nc" gauge,1', "control character"],
    ["51 dimensions", `demo.value${dimensions(51)} gauge,1`, "more than 50"],
    ["a value of 251 characters", `demo.value,a="${"x".repeat(251)}" gauge,1`, "at most 250"],
    ["a dimension twice", 'demo.value,a="1",a="2" gauge,1', "twice"],
    ["upper case in a dimension key", 'demo.value,A="1" gauge,1', "dimension key"],
    ["a timestamp in seconds", "demo.value gauge,1 1760000000", "13 expected"],
    ["a timestamp older than an hour", `demo.value gauge,1 ${NOW_MS - 3_600_001}`, "older"],
    ["a timestamp too far ahead", `demo.value gauge,1 ${NOW_MS + 600_001}`, "ahead"],
    ["an exponent without decimal point", "demo.value gauge,1e10", "decimal point"],
    ["NaN", "demo.value gauge,NaN", "number expected"],
    ["a number beyond a double", "demo.value gauge,1.0e400", "range"],
    ["a key of other scripts", "größe.wert gauge,1", "metric key"],
    ["a key that starts with a digit", "5min.load gauge,1", "digit"],
    ["the reserved prefix", "dt.value gauge,1", "reserved"],
    ["a comment that is no metadata", "# hello", "metric key"],
    ["an unknown property", '#demo.value gauge dt.meta.colour="red"', "unknown property"],
  ])("%s", (_, text, rule) => {
    expect(parseLine(text, NOW_MS)).toMatchObject({ ok: false, error: expect.stringContaining(rule) });
  });
});
