export { Onboarding, type OnboardingOptions } from "./onboarding-port.ts";
export { polledBy } from "./polled-by.ts";
