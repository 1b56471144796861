export { KEYS_MAX, parseKeys } from "./key-text.ts";
export { ENCRYPTED_TEXT, isEncrypted, keyIdOf, SecretBox } from "./secret-box.ts";
export { makeKey, type SecretKey } from "./secret-key.ts";
