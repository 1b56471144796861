import { createService } from "../app/index.ts";
import { systemClock, systemRandom } from "../base/index.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";

/** Runs the service until a signal; then drains and ends with 0. */
export async function run(flags: { readonly config: string }, context: CommandContext): Promise<number> {
  const { service, logger } = await createService(flags.config, {
    clock: systemClock,
    random: systemRandom,
    env: context.env,
    stdout: context.terminal.out,
  });
  service.start();
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    else context.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  logger.info({}, "stopping: no new polls, queued lines are sent");
  await service.stop();
  logger.info({}, "stopped");
  return EXIT.ok;
}
