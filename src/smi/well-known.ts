import { oid } from "./oid.ts";

/** sysDescr.0: hardware and software in words (RFC 3418). */
export const SYS_DESCR = oid("1.3.6.1.2.1.1.1.0");
/** sysUpTime.0: 1/100 s since the agent started (RFC 3418); tells a reboot from a counter wrap. */
export const SYS_UP_TIME = oid("1.3.6.1.2.1.1.3.0");
/** sysName.0: every agent has it, so it is what a check asks for. */
export const SYS_NAME = oid("1.3.6.1.2.1.1.5.0");
