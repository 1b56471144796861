import { readFile } from "node:fs/promises";
import { ApiError, type PreviewRequest } from "../../api/index.ts";
import type { Clock, Random } from "../../base/index.ts";
import type { DeviceConfig } from "../../config/index.ts";
import { createRecording, readSnmprec, startSimulator } from "../../simulator/index.ts";
import { DEMO_DATA } from "../demo-devices.ts";
import { authenticationOf } from "./credential-choices.ts";
import type { DeviceElement, PreviewedDevice } from "./preview-manifest.ts";

/** What a preview polls, until it is closed. */
export interface PreviewSource {
  readonly device: PreviewedDevice;
  close(): Promise<void>;
}

const RECORDING_BYTES_MAX = 10 * 1024 * 1024;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
/** One Ethernet frame, as most switches answer. */
const MAX_REPLY_BYTES = 1_472;
const COMMUNITY = "public";

export interface SourceHost {
  readonly clock: Clock;
  readonly random: Random;
  /** How a device is polled at this moment. */
  readonly planned: (id: string, configuration: string | undefined) => DeviceConfig | undefined;
}

/**
 * A device, or a recording that is played by an agent on loopback: it is polled over UDP as any device.
 * @throws {ApiError} 400, 404 or 413 for a recording that cannot be played
 */
export async function openSource(
  source: PreviewRequest["source"],
  { clock, random, planned }: SourceHost,
): Promise<PreviewSource> {
  if ("polled" in source) return { device: polledDevice(source, planned), close: async () => undefined };
  if ("device" in source) return { device: deviceElement(source.device), close: async () => undefined };
  const { entries } = readSnmprec(await recordingText(source.recording));
  if (entries.length === 0) throw notARecording();
  const agent = {
    name: "recording",
    recording: createRecording(entries),
    communities: [COMMUNITY],
    moving: true,
  };
  const simulator = await startSimulator({
    agents: [agent],
    layout: "port-per-agent",
    clock,
    random,
    maxReplyBytes: MAX_REPLY_BYTES,
  });
  const { address, port } = simulator.endpoints[0]!;
  const authentication = { type: "SNMPv2c", community: COMMUNITY };
  return { device: { ip: address, port, authentication }, close: () => simulator.close() };
}

function polledDevice(
  { polled, configuration }: Extract<PreviewRequest["source"], { polled: string }>,
  planned: SourceHost["planned"],
): DeviceConfig {
  const config = planned(polled, configuration);
  if (config !== undefined) return config;
  throw new ApiError(404, "preview.not-polled", `${polled} is not polled.`, {
    remedy: "Choose a device of a configuration that is enabled, or give address and credential.",
  });
}

function deviceElement({
  host,
  port = 161,
  credential,
  advanced,
}: Extract<PreviewRequest["source"], { device: unknown }>["device"]): DeviceElement {
  const authentication = authenticationOf(credential);
  return { ip: host, port, authentication, ...(advanced === undefined ? {} : { advanced }) };
}

async function recordingText(recording: string): Promise<string | Uint8Array> {
  if (Buffer.byteLength(recording) > RECORDING_BYTES_MAX) {
    throw new ApiError(413, "preview.recording-too-large", "the recording has more than 10 MB.", {
      remedy: "Record fewer subtrees, or poll the device itself.",
    });
  }
  if (!NAME.test(recording)) return recording;
  try {
    return await readFile(new URL(`${recording}.snmprec`, DEMO_DATA));
  } catch (cause) {
    throw new ApiError(404, "preview.no-recording", `there is no recording ${recording}.`, {
      remedy: "Send the text of an .snmprec, as `snmpgate record` writes it.",
      cause,
    });
  }
}

const notARecording = (): ApiError =>
  new ApiError(400, "preview.not-a-recording", "the recording holds no instance.", {
    remedy: "Send lines OID|tag|value, as `snmpgate record` writes them.",
  });
