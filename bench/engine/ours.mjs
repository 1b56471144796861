// Ours: one opener for all devices, a client per device, the whole wish in one `read`; or, with `labelsEvery`, labels
// in every so many polls only.

import { Secret, systemClock, tuneHeap } from "../../dist/base/index.js";
import { DEFAULT_ADVANCED } from "../../dist/config/config.js";
import { createSnmpOpener } from "../../dist/snmp/index.js";

export function open({ targets, wish, user, labelsEvery }) {
  tuneHeap(); // as the program does
  const openClient = createSnmpOpener({ clock: systemClock });
  const clients = targets.map(({ address, port }) =>
    openClient({
      device: `${address}:${port}`,
      address,
      port,
      credentials: credentialsOf(user),
      options: { ...DEFAULT_ADVANCED, timeoutMs: 2_000, retries: 1 },
    }),
  );
  const whole = {
    instances: wish.instances,
    columns: wish.columns.map((column) => ({ column, priority: wish.metrics.includes(column) ? 0 : 1 })),
  };
  const polls = targets.map(() => 0);
  let rest = whole;
  return Promise.resolve({
    poll: async (i) => {
      const all = labelsEvery === undefined || polls[i]++ % labelsEvery === 0;
      const answer = await clients[i].read(all ? whole : rest);
      if (labelsEvery !== undefined && rest === whole) rest = withoutLabels(whole, answer, wish.metrics);
      let values = answer.values.size;
      for (const { cells } of answer.columns.values()) values += cells.size;
      return values;
    },
  });
}

/** Text and OIDs that are dimensions alone, as the poll layer keeps them between polls. */
function withoutLabels({ instances, columns }, answer, metrics) {
  const isLabel = (oid, value) =>
    !metrics.includes(oid) && (value?.type === "OctetString" || value?.type === "ObjectIdentifier");
  const first = (column) => answer.columns.get(column)?.cells.values().next().value;
  return {
    instances: instances.filter((oid) => !isLabel(oid, answer.values.get(oid))),
    columns: columns.filter(({ column }) => !isLabel(column, first(column))),
  };
}

function credentialsOf(user) {
  if (user === undefined) return { version: "2c", community: new Secret("public") };
  return {
    version: "3",
    userName: user.name,
    securityLevel: "AUTH_PRIV",
    auth: { protocol: user.auth.protocol, password: new Secret(user.auth.password) },
    priv: { protocol: user.priv.protocol, password: new Secret(user.priv.password) },
    contextName: "",
  };
}
