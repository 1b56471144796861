export { TAG } from "./ber.ts";
export { arcsText, compareOidBytes, encodeOid, isUnderBytes, oidBefore, oidText } from "./oid-bytes.ts";
export {
  encodeRequest,
  encodeScopedPdu,
  REQUEST_ID_MAX,
  REQUEST_ID_MIN,
} from "./request.ts";
export { decodeResponse, decodeScopedPdu } from "./response.ts";
export { MALFORMED, ResponseView, VARBINDS_MAX } from "./response-view.ts";
export {
  decodeV3Message,
  encodeV3Message,
  FLAG,
  type V3Header,
  V3MessageView,
} from "./v3-frame.ts";
export { isUnderAt, numberAt, oidAt, suffixText, valueAt } from "./varbind-access.ts";
