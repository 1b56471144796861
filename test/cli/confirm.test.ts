import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { confirm } from "../../src/cli/confirm.ts";

function ask(signal: AbortSignal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  return { input, output, answer: confirm("Sure?", { input, output }, signal) };
}

test.each([
  ["y", true],
  ["YES", true],
  ["n", false],
  ["", false],
  ["yesterday", false],
])("the answer %j means %j", async (text, meaning) => {
  const { input, output, answer } = ask();
  input.write(`${text}\n`);
  expect(await answer).toBe(meaning);
  expect(String(output.read())).toBe("Sure? [y/N] ");
});

test("the end of the input means no", async () => {
  const { input, answer } = ask();
  input.end();
  expect(await answer).toBe(false);
});

test("a signal ends the question", async () => {
  const stop = new AbortController();
  const { answer } = ask(stop.signal);
  stop.abort(new Error("stopped by SIGTERM"));
  await expect(answer).rejects.toThrow("stopped by SIGTERM");
});
