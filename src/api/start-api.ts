import type { Api, ApiOptions } from "./options.ts";

/**
 * Starts the HTTP front. The server is loaded only now: commands that do not listen need not wait for it.
 * @throws {AppError} `api.listen` when the address cannot be used
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { listen } = await import("./server.ts");
  return listen(options);
}
