/** The nonce of this answer: what makes style elements must put it there, for the policy forbids all others. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
