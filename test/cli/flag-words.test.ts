import { expect, test } from "vitest";
import { inFlagWords } from "../../src/cli/flag-words.ts";

test.each([
  ["For a slow device raise timeoutSecs.", "For a slow device raise --timeout-secs."],
  ["set enableUnconnectedUdp: true.", "add --unconnected-udp."],
  ["needs enableUnconnectedUdp: true.", "needs --unconnected-udp."],
  [
    "Check authProtocol and authPassword of USM user 'ops'.",
    "Check protocol and password of --auth of USM user 'ops'.",
  ],
  ["privPassword has less than 8 characters", "the password of --priv has less than 8 characters"],
  ['ip "a b" is neither', 'host "a b" is neither'],
  ['Add "site" with a value to vars', "Add --var site=<value>"],
])("a message about %j names the flag to change", (message, worded) => {
  expect(inFlagWords(message)).toBe(worded);
});

test("words that are no keys stay as they are", () => {
  const message = "A wrong community looks the same: agents drop such requests; the ip address is well.";
  expect(inFlagWords(message)).toBe(message);
});
