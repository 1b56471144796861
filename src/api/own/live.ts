import type { FastifyInstance } from "fastify";
import { liveEvent } from "../contract/events.ts";
import type { ApiDoor } from "../door.ts";
import { addEventRoute } from "../json/add-event-route.ts";
import { type EventStream, eventFrame } from "../json/event-streams.ts";
import type { StatusPort } from "../ports.ts";

/** What changes now, for everybody who looks. */
export function addLiveRoute(app: FastifyInstance, door: ApiDoor, port: StatusPort): void {
  const feed = new LiveFeed(port);
  addEventRoute(app, door, {
    url: "/api/snmpgate/live",
    scope: "events.read",
    doc: {
      tag: "Status",
      summary: "Follows devices, events and configurations.",
      description:
        "Server-sent events named `device`, `event` and `configuration`, and a comment every 15 seconds. A reader that does not keep up is cut off: on coming back, ask anew how things are.",
    },
    event: liveEvent,
    follow: (_, stream) => feed.add(stream),
  });
}

/** One subscription for all readers; each event is made into text once. */
class LiveFeed {
  readonly #port: StatusPort;
  readonly #readers = new Set<EventStream>();
  #unsubscribe: (() => void) | undefined;

  constructor(port: StatusPort) {
    this.#port = port;
  }

  add(stream: EventStream): void {
    this.#readers.add(stream);
    stream.closed.addEventListener("abort", () => this.#remove(stream), { once: true });
    this.#unsubscribe ??= this.#port.subscribe((event) => {
      const frame = eventFrame(event.type, event);
      for (const reader of this.#readers) reader.send(frame);
    });
  }

  #remove(stream: EventStream): void {
    this.#readers.delete(stream);
    if (this.#readers.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }
}
