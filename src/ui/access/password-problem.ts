/** As the service has them. */
const LENGTH = { min: 12, max: 256 } as const;
const DIFFERENT_MIN = 4;

/** Why the service would not take a password, said before it is sent; undefined when it would. */
export function passwordProblem(text: string, user: string): string | undefined {
  if (text.length < LENGTH.min) return `${LENGTH.min - text.length} more characters, please`;
  if (text.length > LENGTH.max) return `At most ${LENGTH.max} characters`;
  if (text.toLowerCase() === user.toLowerCase()) return "Not the name of the user";
  if (new Set(text).size < DIFFERENT_MIN) return `At least ${DIFFERENT_MIN} different characters`;
  return undefined;
}
