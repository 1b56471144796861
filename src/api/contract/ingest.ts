import { z } from "zod";

// Spec 3 §3.1.

export const validationResponse = z
  .object({
    linesOk: z.number().int(),
    linesInvalid: z.number().int(),
    error: z
      .object({
        code: z.number().int(),
        message: z.string(),
        invalidLines: z.array(z.object({ line: z.number().int(), error: z.string() })),
      })
      .nullable(),
    warnings: z
      .object({
        message: z.string(),
        changedMetricKeys: z.array(z.object({ line: z.number().int(), warning: z.string() })),
      })
      .nullable(),
  })
  .meta({ id: "ValidationResponse", description: "How many lines were valid; those were taken." });
