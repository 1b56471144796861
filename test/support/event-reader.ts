import { get, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";

/** A reader of server-sent events on a connection of its own. */
export interface EventReader {
  readonly status: number;
  readonly response: IncomingMessage;
  /** All that came so far. */
  readonly text: () => string;
  /** The events that came so far. */
  readonly events: () => { readonly name: string; readonly data: Readonly<Record<string, unknown>> }[];
  readonly isClosed: () => boolean;
  readonly leave: () => void;
}

export function readEvents(url: string, token: string): Promise<EventReader> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Api-Token ${token}` };
    const request = get(url, { headers, agent: false }, (response) => {
      let text = "";
      let closed = false;
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", () => undefined);
      response.on("close", () => {
        closed = true;
      });
      resolve({
        status: response.statusCode ?? 0,
        response,
        text: () => text,
        events: () => eventsIn(text),
        isClosed: () => closed,
        leave: () => request.destroy(),
      });
    });
    request.on("error", reject);
    onTestFinished(() => void request.destroy());
  });
}

function eventsIn(text: string): ReturnType<EventReader["events"]> {
  return [...text.matchAll(/^event: (.*)\ndata: (.*)\n\n/gm)].map(([, name, data]) => ({
    name: name!,
    data: JSON.parse(data!) as Readonly<Record<string, unknown>>,
  }));
}
