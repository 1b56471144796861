import { gunzipSync } from "node:zlib";
import { type PeerAnswer, type PeerRequest, startHttpPeer } from "./http-peer.ts";
import { encodeWith, type FlatPoint, flatPoints } from "./otlp-proto.ts";

export interface OtlpStub {
  /** Base address, without `/v1/…`. */
  readonly url: string;
  /** With their bodies inflated. */
  readonly requests: readonly PeerRequest[];
  /** Of metrics requests that were answered honestly. */
  readonly points: readonly FlatPoint[];
  close(): Promise<void>;
}

/**
 * An OTLP/HTTP receiver on loopback that reads requests with a schema of its own.
 * @param script  plays a fault: called per request, counted from 0; `undefined` is the honest answer
 */
export async function startOtlpStub(
  script: (request: PeerRequest, n: number) => PeerAnswer | undefined = () => undefined,
): Promise<OtlpStub> {
  const requests: PeerRequest[] = [];
  const points: FlatPoint[] = [];
  const answer = (sent: PeerRequest): PeerAnswer => {
    const isGzip = sent.headers["content-encoding"] === "gzip";
    const request = { ...sent, body: isGzip ? gunzipSync(sent.body) : sent.body };
    const planned = script(request, requests.push(request) - 1);
    if (planned !== undefined) return planned;
    points.push(...flatPoints(request.body));
    return protobufAnswer(200, encodeWith("ExportMetricsServiceResponse", {}));
  };
  const peer = await startHttpPeer({ answer });
  return { url: peer.origin, requests, points, close: () => peer.close() };
}

export const protobufAnswer = (status: number, body: Uint8Array): PeerAnswer => ({
  status,
  headers: { "content-type": "application/x-protobuf" },
  body,
});
