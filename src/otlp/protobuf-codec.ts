import protobuf from "protobufjs/light.js";
import { type Field, isMessage, MESSAGES, type MessageName } from "./schema.ts";

// Protobuf by protobufjs, which makes its code at start from our table: nothing is generated at install.

const TYPES = makeTypes();

/** @throws what protobufjs throws, when the body is none of that message */
export function fromProtobuf(name: MessageName, body: Uint8Array): unknown {
  const reader = protobuf.Reader.create(body);
  reader.discardUnknown = true;
  return TYPES.get(name)!.decode(reader);
}

/** @param message  with the names of the schema; numbers of 64 bits as `Int64` */
export function toProtobuf(name: MessageName, message: object): Uint8Array {
  return TYPES.get(name)!.encode(message).finish();
}

function makeTypes(): ReadonlyMap<MessageName, protobuf.Type> {
  const names = Object.keys(MESSAGES) as MessageName[];
  const root = protobuf.Root.fromJSON({
    nested: Object.fromEntries(names.map((name) => [name, descriptorOf(MESSAGES[name])])),
  });
  root.resolveAll();
  return new Map(names.map((name) => [name, withoutDefaults(root.lookupType(name), name)]));
}

/** What is optional and was not sent reads as null, not as the zero that protobufjs gives it on the prototype. */
function withoutDefaults(type: protobuf.Type, name: MessageName): protobuf.Type {
  const prototype = type.ctor.prototype as Record<string, unknown>;
  for (const [field, { rule }] of Object.entries(MESSAGES[name])) {
    if (rule === "optional") prototype[field] = null;
  }
  return type;
}

function descriptorOf(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const entries = Object.entries(fields);
  const optional = entries.filter(([, { type, rule }]) => rule === "optional" && !isMessage(type));
  return {
    fields: Object.fromEntries(
      entries.map(([name, { id, type, rule }]) => [
        name,
        { id, type, ...(rule === "repeated" ? { rule } : {}) },
      ]),
    ),
    // A oneof of one is how proto3 tells a zero that was sent.
    oneofs: Object.fromEntries(optional.map(([name]) => [`_${name}`, { oneof: [name] }])),
  };
}
