import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";

// The error envelope of spec 2 §3, the same everywhere.

export const violation = z
  .object({
    path: z.string().describe("JSON pointer into the body, or the name of the parameter."),
    message: z.string(),
    parameterLocation: z.enum(["HEADER", "PATH", "PAYLOAD_BODY", "QUERY"]),
    location: z.string().nullable().optional(),
  })
  .meta({ id: "ConstraintViolation", description: "One value that is at fault." });
export type Violation = DeepReadonly<z.infer<typeof violation>>;

export const errorEnvelope = z
  .object({
    error: z.object({
      code: z.number().int().describe("The HTTP status."),
      message: z.string().describe("What is wrong, and what to change."),
      constraintViolations: z.array(violation).optional(),
    }),
  })
  .meta({
    id: "ErrorEnvelope",
    description: "Why a request was refused.",
    examples: [{ error: { code: 404, message: "there is no entity HOST-06F288EE2A930951" } }],
  });
export type ErrorEnvelope = DeepReadonly<z.infer<typeof errorEnvelope>>;
