export { offerOf } from "./extension-offer.ts";
export { Onboarding, type OnboardingOptions } from "./onboarding-port.ts";
export { plannedDevice } from "./planned-device.ts";
export { polledBy } from "./polled-by.ts";
export { parseTargets } from "./targets.ts";
