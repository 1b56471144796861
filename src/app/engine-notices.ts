import type { Logger } from "../base/index.ts";
import type { EngineNotice } from "../snmp/index.ts";

/** What an operator should know of the engine, with what to do about it. */
export function logNotice(notice: EngineNotice, logger: Logger): void {
  switch (notice.kind) {
    case "duplicate-engine": {
      const { device, engineId, others } = notice;
      logger.warn(
        { code: "snmp.duplicate-engine", device, engineId, others },
        "devices share an SNMPv3 engineID; they are polled all the same. Give each its own: other managers mix up their clocks, and one's keys open the others",
      );
      return;
    }
    case "kernel-drops": {
      const { datagrams, receiveBufferBytes } = notice;
      logger.warn(
        { code: "snmp.kernel-drops", datagrams, receiveBufferBytes },
        "the kernel dropped replies, which looks like devices that do not answer. Raise net.core.rmem_max to the receive buffer asked for, or poll fewer devices on this host",
      );
      return;
    }
    case "stall":
      logger.warn(
        { code: "snmp.stall", ms: notice.ms },
        "the process stood still; requests in flight were given that time on top. Give it more CPU if this repeats",
      );
      return;
    default:
      notice satisfies never;
  }
}
