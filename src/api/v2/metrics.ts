import type { FastifyInstance } from "fastify";
import {
  metricData,
  metricDescriptor,
  metricList,
  metricPath,
  metricsQuery,
  seriesQuery,
} from "../contract/metrics.ts";
import type { ApiDoor } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { ok } from "../json/route.ts";
import type { MetricsPort } from "../ports.ts";
import { metricDataText } from "./metric-data-text.ts";

const tag = "Metrics";
const scope = "metrics.read";

/** Spec 3 §5. */
export function addMetricRoutes(app: FastifyInstance, door: ApiDoor, port: MetricsPort): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/metrics",
    scope,
    doc: { tag, summary: "Lists metrics." },
    query: metricsQuery,
    paged: { size: 100, maxSize: 500 },
    answers: { 200: { text: "A part of the list.", schema: metricList } },
    handle: async ({ query, page }) => {
      const { offset, limit } = page;
      const { totalCount, items } = await port.list({ ...query, offset, limit });
      return ok({ totalCount, pageSize: limit, nextPageKey: page.next(totalCount), metrics: items });
    },
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/metrics/query",
    scope,
    doc: {
      tag,
      summary: "Gives the series of metrics.",
      description: "At most 10 metrics, 100,000 series, 10,080 points in each and 20,000,000 in all.",
    },
    query: seriesQuery,
    answers: { 200: { text: "The series.", schema: metricData } },
    handle: async ({ query, left }) => ({
      status: 200,
      pieces: metricDataText(await port.query(query, left())),
    }),
  });
  addRoute(app, door, {
    method: "GET",
    url: "/api/v2/metrics/:key",
    scope,
    doc: { tag, summary: "Describes one metric." },
    params: metricPath,
    answers: { 200: { text: "The metric.", schema: metricDescriptor } },
    handle: ({ params: { key } }) => ok(found(port.descriptor(key), `metric ${key}`)),
  });
}
