import { nearest, openUsers, passwordProblem, ROLES, type Role, USER_NAME } from "../app/index.ts";
import type { Secret } from "../base/index.ts";
import { EXIT } from "./output.ts";
import { newPassword } from "./password.ts";
import type { CommandContext } from "./program.ts";
import { alignColumns } from "./table.ts";
import { usage } from "./usage.ts";

interface ConfigFlag {
  readonly config: string;
}

interface PasswordFlags extends ConfigFlag {
  readonly passwordStdin?: true;
}

export async function addUser(
  name: string,
  flags: PasswordFlags & { readonly role: string },
  context: CommandContext,
): Promise<number> {
  if (!USER_NAME.test(name)) {
    throw usage(
      "the name is not usable.",
      "Write 1 to 64 letters, digits, dots, hyphens, underscores or @, the first a letter or digit.",
    );
  }
  const role = roleOf(flags.role);
  const users = await openUsers(flags.config);
  await users.add(name, role, await askPassword(name, flags, context));
  context.terminal.out.write(`user ${name} may log in as ${role}\n`);
  return EXIT.ok;
}

export async function listUsers(
  flags: ConfigFlag & { readonly json?: true },
  { terminal: { out } }: CommandContext,
): Promise<number> {
  const users = (await (await openUsers(flags.config)).list()).map(({ name, role, createdAt, disabled }) => ({
    name,
    role,
    createdAt,
    disabled: disabled === true,
  }));
  if (flags.json === true) {
    out.write(`${JSON.stringify(users, undefined, 2)}\n`);
  } else if (users.length === 0) {
    out.write("no users\n");
  } else {
    const rows = users.map(({ name, role, createdAt, disabled }) => [
      name,
      disabled ? `${role}, disabled` : role,
      createdAt,
    ]);
    for (const line of alignColumns([["name", "role", "created"], ...rows])) out.write(`${line}\n`);
  }
  return EXIT.ok;
}

export async function setPassword(
  name: string,
  flags: PasswordFlags,
  context: CommandContext,
): Promise<number> {
  const users = await openUsers(flags.config);
  await users.demand(name);
  await users.setPassword(name, await askPassword(name, flags, context));
  context.terminal.out.write(`user ${name} has another password\n`);
  return EXIT.ok;
}

export async function setRole(
  name: string,
  role: string,
  flags: ConfigFlag,
  { terminal }: CommandContext,
): Promise<number> {
  await (await openUsers(flags.config)).setRole(name, roleOf(role));
  terminal.out.write(`user ${name} is ${role} now\n`);
  return EXIT.ok;
}

export async function removeUser(
  name: string,
  flags: ConfigFlag,
  { terminal }: CommandContext,
): Promise<number> {
  await (await openUsers(flags.config)).remove(name);
  terminal.out.write(`user ${name} is removed\n`);
  return EXIT.ok;
}

async function askPassword(
  name: string,
  { passwordStdin }: PasswordFlags,
  { terminal, signal }: CommandContext,
): Promise<Secret> {
  const source = { input: process.stdin, output: terminal.err, signal };
  const password = await newPassword(passwordStdin === true, source);
  const problem = passwordProblem(password, name);
  if (problem !== undefined) throw usage(`the password is not taken: ${problem}.`, "Choose another one.");
  return password;
}

function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (role !== undefined) return role;
  const similar = nearest(text, ROLES);
  const remedy = similar === undefined ? `There are ${ROLES.join(", ")}.` : `Did you mean ${similar}?`;
  throw usage(`there is no role ${JSON.stringify(text.slice(0, 64))}.`, remedy);
}
