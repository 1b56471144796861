/**
 * Polls all so many, `atOnce` of them at a time, again and again until the time is over; whole passes only.
 * @param poll  takes a number and resolves with how many values it got
 */
export async function passes(seconds, { count, atOnce, poll }) {
  const startMs = performance.now();
  let polls = 0;
  let values = 0;
  do {
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const got = await poll(next++);
        values += got;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    polls += count;
  } while (performance.now() - startMs < seconds * 1_000);
  return { polls, values, wallMs: performance.now() - startMs };
}
