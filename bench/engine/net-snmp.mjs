// net-snmp as an application uses it: a session per device, kept open; a GET for the scalars, then `tableColumns` of
// each table, which walks column after column.
import snmp from "net-snmp";

const COMMUNITY = "public";

export function open({ targets, wish, maxRepetitions }) {
  const sessions = targets.map(({ address, port }) =>
    snmp.createSession(address, COMMUNITY, { version: snmp.Version2c, port, timeout: 2_000, retries: 1 }),
  );
  const tables = [...tablesOf(wish.columns)];
  return Promise.resolve({
    poll: async (i) => {
      let values = await get(sessions[i], wish.instances);
      for (const [oid, columns] of tables) {
        const cells = await tableColumns(sessions[i], oid, columns, maxRepetitions);
        values += cells;
      }
      return values;
    },
  });
}

/** `1.3.6.1.2.1.2.2.1.10` is column 10 of the table `1.3.6.1.2.1.2.2`. */
function tablesOf(columns) {
  const tables = new Map();
  for (const column of columns) {
    const [, table, number] = /^(.*)\.1\.(\d+)$/.exec(column);
    tables.set(table, [...(tables.get(table) ?? []), Number(number)]);
  }
  return tables;
}

function get(session, oids) {
  return new Promise((resolve, reject) => {
    session.get(oids, (error, varbinds) => {
      if (error) reject(error);
      else resolve(varbinds.filter((varbind) => !snmp.isVarbindError(varbind)).length);
    });
  });
}

function tableColumns(session, oid, columns, maxRepetitions) {
  return new Promise((resolve, reject) => {
    session.tableColumns(oid, columns, maxRepetitions, (error, rows) => {
      if (error) reject(error);
      else resolve(Object.values(rows).reduce((sum, row) => sum + Object.keys(row).length, 0));
    });
  });
}
