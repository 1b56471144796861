import { expect, test } from "vitest";
import {
  burstsOnly,
  type Course,
  calmCourse,
  factorAt,
  rangeOf,
  sumAt,
  trafficCourse,
  wanderingCourse,
} from "../../../src/simulator/motion/course.ts";

const COURSES: readonly (readonly [string, Course])[] = [
  ["traffic", trafficCourse("sw", "port 1 in")],
  ["errors", burstsOnly("sw")],
  ["calm", calmCourse("sw")],
  ["wandering", wanderingCourse("sw", 1)],
];

test.each(COURSES)("%s: the sum is the integral of the factor", (_, course) => {
  const step = 0.05;
  for (const [from, until] of [
    [0, 40],
    [100, 420],
    [5_000, 5_300],
  ] as const) {
    let sum = 0;
    for (let i = 0; i < (until - from) / step; i++) sum += step * factorAt(course, from + (i + 0.5) * step);
    expect(sumAt(course, until) - sumAt(course, from)).toBeCloseTo(sum, 2);
  }
});

test.each(COURSES)("%s: the factor stays within its range", (_, course) => {
  const { least, most } = rangeOf(course);
  for (let seconds = 0; seconds < 2_000; seconds += 0.7) {
    expect(factorAt(course, seconds)).toBeGreaterThanOrEqual(least);
    expect(factorAt(course, seconds)).toBeLessThanOrEqual(most);
  }
});

test.each(COURSES.slice(0, 3))("%s: the mean is 1 and the factor never negative", (_, course) => {
  const seconds = 1e6;
  expect((sumAt(course, seconds) - sumAt(course, 0)) / seconds).toBeCloseTo(1, 2);
  expect(rangeOf(course).least).toBeGreaterThanOrEqual(0);
});
