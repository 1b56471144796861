import { z } from "zod";

export const health = z
  .object({ status: z.enum(["ok", "failing"]), reasons: z.array(z.string()) })
  .meta({ id: "Health" });
export const exposition = z.string().describe("Version 0.0.4 of the format.");
