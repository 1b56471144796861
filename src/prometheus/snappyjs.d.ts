// What we and the tests use of snappyjs 0.7, which ships no types.
declare module "snappyjs" {
  /** The block format, without a frame. The answer may be a view of more memory. */
  export function compress(bytes: Buffer): Buffer;
  export function uncompress(bytes: Buffer): Buffer;
}
