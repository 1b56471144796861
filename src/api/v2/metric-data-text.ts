import type { MetricResultJson } from "../ports.ts";

type Result = MetricResultJson["result"][number];
type Series = Result["data"] extends Iterable<infer One> ? One : never;

/** The JSON of an answer that may hold 20,000,000 points: a piece for each series. */
export function* metricDataText({ result, ...head }: MetricResultJson): Generator<string, undefined> {
  yield `${opened(head)}"result":[`;
  for (const [index, one] of result.entries()) {
    if (index > 0) yield ",";
    yield* resultText(one);
  }
  yield "]}";
}

function* resultText({ data, ...head }: Result): Generator<string, undefined> {
  yield `${opened(head)}"data":[`;
  const timestamps = timestampsText();
  let separator = "";
  for (const series of data) {
    yield separator + seriesText(series, timestamps);
    separator = ",";
  }
  yield "]}";
}

/** An object that is not closed yet. */
const opened = (head: object): string => `${JSON.stringify(head).slice(0, -1)},`;

function seriesText(series: Series, timestamps: (of: readonly number[]) => string): string {
  const { dimensions, dimensionMap, values } = series;
  const [names, map] = [JSON.stringify(dimensions), JSON.stringify(dimensionMap)];
  const times = timestamps(series.timestamps);
  return `{"dimensions":${names},"dimensionMap":${map},"timestamps":${times},"values":${JSON.stringify(values)}}`;
}

/** Series share one list of timestamps, mostly, and it is half of the text. */
function timestampsText(): (of: readonly number[]) => string {
  let [known, text]: [readonly number[] | undefined, string] = [undefined, ""];
  return (timestamps) => {
    if (timestamps !== known) [known, text] = [timestamps, JSON.stringify(timestamps)];
    return text;
  };
}
