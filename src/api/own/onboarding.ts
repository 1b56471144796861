import type { FastifyInstance } from "fastify";
import {
  onboardingJob,
  onboardingJobs,
  onboardingPath,
  onboardingProgress,
  onboardingRequest,
} from "../contract/onboarding.ts";
import type { ApiDoor } from "../door.ts";
import { addEventRoute } from "../json/add-event-route.ts";
import { addRoute } from "../json/add-route.ts";
import { found } from "../json/found.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import type { OnboardingPort } from "../ports.ts";
import { followJob } from "./progress.ts";

const tag = "Onboarding";
const url = "/api/snmpgate/onboarding";
const [read, write] = ["extensionConfigurations.read", "extensionConfigurations.write"] as const;

/** Looks for devices: who answers, with which credentials, and what there is to collect. */
export function addOnboardingRoutes(app: FastifyInstance, door: ApiDoor, port: OnboardingPort): void {
  addRoute(app, door, {
    method: "POST",
    url,
    scope: write,
    doc: { tag, summary: "Begins to check addresses." },
    body: onboardingRequest,
    answers: { 202: { text: "The job has begun.", schema: onboardingJob } },
    handle: async ({ body, caller }) => {
      const job = await port.start(body, caller);
      return { status: 202, body: job, headers: { location: `${url}/${job.id}` } };
    },
  });
  addRoute(app, door, {
    method: "GET",
    url,
    scope: read,
    doc: { tag, summary: "Lists the jobs." },
    answers: { 200: { text: "All that are remembered.", schema: onboardingJobs } },
    handle: () => ok({ jobs: port.jobs() }),
  });
  addOneJob(app, door, port);
}

function addOneJob(app: FastifyInstance, door: ApiDoor, port: OnboardingPort): void {
  const one = { url: `${url}/:id`, params: onboardingPath } as const;
  addRoute(app, door, {
    ...one,
    method: "GET",
    scope: read,
    doc: { tag, summary: "Shows a job with the verdicts so far." },
    answers: { 200: { text: "The job.", schema: onboardingJob } },
    handle: ({ params: { id } }) => ok(found(port.job(id), `job ${id}`)),
  });
  addRoute(app, door, {
    ...one,
    method: "DELETE",
    scope: write,
    doc: { tag, summary: "Stops a job." },
    answers: { 204: { text: "It asks nobody any more." } },
    handle: ({ params: { id } }) => {
      found(port.cancel(id) ? id : undefined, `job ${id}`);
      return NO_CONTENT;
    },
  });
  addEventRoute(app, door, {
    url: `${url}/:id/progress`,
    params: onboardingPath,
    scope: read,
    doc: {
      tag,
      summary: "Follows a job.",
      description:
        "Events `job`, at most two a second: first all devices, then those that changed. Ends with the job.",
    },
    event: onboardingProgress,
    find: ({ id }) => void found(port.job(id), `job ${id}`),
    follow: ({ id }, stream) => followJob({ port, id, stream, clock: door.clock }),
  });
}
