// What `public/first.js` asks for before the app has come: by the time it has, the answers are often there.

declare global {
  /** JSON of answers by path; of what was refused or not answered undefined. */
  var askedAhead: Map<string, Promise<unknown>> | undefined;
}

/** The answer to what was asked ahead, once. @returns undefined where it is still to be asked */
export function takeAskedAhead(url: string): Promise<unknown> | undefined {
  const answer = globalThis.askedAhead?.get(url);
  globalThis.askedAhead?.delete(url);
  return answer;
}

/** What nobody has taken by now would be out of date. */
export function forgetAskedAhead(): void {
  globalThis.askedAhead?.clear();
}
