// CPU and memory of other processes and of our threads, as the kernel counts them (proc(5)). Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** A clock tick of utime and stime; Linux has told 100 a second to programs on every architecture we run on. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;

/** User and system time of all threads, also those that ended. Resolution 10 ms. */
export function cpuMsOf(pid) {
  return timesOf(readFileSync(`/proc/${pid}/stat`, "utf8")).cpuMs;
}

export function rssBytesOf(pid) {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
}

/** Threads of this process that live now: id → name and CPU ms. */
export function threads() {
  return new Map(
    readdirSync("/proc/self/task").flatMap((id) => {
      try {
        return [[id, timesOf(readFileSync(`/proc/self/task/${id}/stat`, "utf8"))]];
      } catch {
        return []; // ended meanwhile
      }
    }),
  );
}

/** UDP datagrams the kernel threw away in this network namespace: no room, or nobody there. */
export function udpCounters() {
  const [names, values] = readFileSync("/proc/net/snmp", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("Udp:"))
    .map((line) => line.split(" "));
  const of = (name) => Number(values[names.indexOf(name)] ?? 0);
  return { receiveBufferErrors: of("RcvbufErrors"), noPorts: of("NoPorts") };
}

/** The name stands in brackets and may hold anything; what follows is numbers. */
function timesOf(stat) {
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  return {
    name: stat.slice(stat.indexOf("(") + 1, end),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}
