import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { newPassword } from "../../src/cli/password.ts";

function terminal({ isTTY }: { readonly isTTY: boolean }) {
  const input = Object.assign(new PassThrough(), { isTTY }) as unknown as NodeJS.ReadStream & PassThrough;
  const output = new PassThrough();
  const interrupt = new AbortController();
  return { input, output, interrupt, source: { input, output, signal: interrupt.signal } };
}

async function typing(...lines: readonly string[]) {
  const { input, output, source } = terminal({ isTTY: true });
  const asked = newPassword(false, source);
  asked.catch(() => undefined);
  for (const line of lines) {
    // The next question is asked before its answer is typed.
    await new Promise((resolve) => setImmediate(resolve));
    input.write(`${line}\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { asked, shown: () => String(output.read() ?? "") };
}

describe("a password that is asked for", () => {
  test("is typed twice, and nothing of it is shown", async () => {
    const { asked, shown } = await typing("correct horse battery", "correct horse battery");
    expect((await asked).reveal()).toBe("correct horse battery");
    expect(shown()).toBe("New password: \nThe same again: \n");
  });

  test("is refused when the two differ", async () => {
    const { asked } = await typing("correct horse battery", "correct horse batterz");
    await expect(asked).rejects.toMatchObject({ code: "cli.usage", message: "the two passwords differ." });
  });

  test("cannot be asked for without a terminal: the other way is named", async () => {
    const { source } = terminal({ isTTY: false });
    await expect(newPassword(false, source)).rejects.toMatchObject({
      remedy: expect.stringContaining("--password-stdin"),
    });
  });

  test("is given up with the command", async () => {
    const { source, interrupt } = terminal({ isTTY: true });
    const asked = newPassword(false, source);
    interrupt.abort(new Error("interrupted"));
    await expect(asked).rejects.toThrow("interrupted");
  });
});

describe("a password on standard input", () => {
  test.each([
    ["correct horse\n", "correct horse"],
    ["correct horse\r\n", "correct horse"],
    [" blanks stay ", " blanks stay "],
  ])("of %j is %j", async (text, expected) => {
    const { input, source } = terminal({ isTTY: false });
    input.end(text);
    expect((await newPassword(true, source)).reveal()).toBe(expected);
  });

  test("that is a whole file is refused", async () => {
    const { input, source } = terminal({ isTTY: false });
    input.end("x".repeat(10_001));
    await expect(newPassword(true, source)).rejects.toMatchObject({ code: "cli.usage" });
  });
});
