import * as fc from "fast-check";

// A run fails or passes for what changed, not by chance. Other cases: FUZZ_SEED=2 npm test
fc.configureGlobal({ seed: Number(process.env["FUZZ_SEED"] ?? 1) });
