import { afterAll, beforeAll } from "vitest";
import { type RunningDemo, startDemoProgram } from "../../../support/demo-run.ts";

/** One demo for all tests of a file. @returns it, once they run */
export function demoOfFile(): () => RunningDemo {
  let demo: RunningDemo;
  const ends: (() => void | Promise<void>)[] = [];
  beforeAll(async () => {
    demo = await startDemoProgram({ atEnd: (end) => ends.push(end) });
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });
  return () => demo;
}
