// What we use of net-snmp 3.29, which ships no types: its message codec and its USM cryptography.
// Its sessions are left aside: they drop a pending request before authenticating the reply, accept a reply
// below the asked security level, and hide error-index and report OIDs.
declare module "net-snmp" {
  namespace snmp {
    interface WireVarbind {
      readonly oid: string;
      readonly type: number;
      readonly value: unknown;
    }

    /** The fields of a PDU that we set (request) or read (response). */
    interface Pdu {
      readonly type: number;
      id: number;
      varbinds: readonly { readonly oid: string }[];
      options: { readonly nonRepeaters?: number; readonly maxRepetitions?: number };
      contextName: string;
    }

    interface ReceivedPdu {
      readonly type: number;
      readonly id: number;
      readonly errorStatus?: number;
      readonly errorIndex?: number;
      readonly varbinds: readonly WireVarbind[];
    }

    interface User {
      readonly name: string;
      readonly level: number;
      readonly authProtocol?: number;
      /** The clear-text password, whatever its name says. */
      readonly authKey?: string;
      readonly privProtocol?: number;
      readonly privKey?: string;
    }

    interface SecurityParameters {
      readonly msgAuthoritativeEngineID: Buffer;
      readonly msgAuthoritativeEngineBoots: number;
      readonly msgAuthoritativeEngineTime: number;
    }

    interface Message {
      readonly version: number;
      readonly community?: string;
      readonly msgGlobalData: { msgID: number; readonly msgFlags: number };
      readonly msgSecurityParameters: SecurityParameters;
      /** Null until an encrypted message has been decrypted. */
      readonly pdu: ReceivedPdu | null;
      toBuffer(): Buffer;
      hasAuthentication(): unknown;
      hasPrivacy(): unknown;
      checkAuthentication(user: User, onFailure: (error: Error) => void): boolean;
      decryptPdu(user: User, onFailure: (error: Error) => void): boolean;
    }

    interface MessageClass {
      createCommunity(version: number, community: string, pdu: Pdu): Message;
      createRequestV3(user: User, parameters: SecurityParameters, pdu: Pdu): Message;
      createDiscoveryV3(pdu: Pdu): Message;
      createFromBuffer(buffer: Buffer): Message;
    }

    interface SessionOptions {
      readonly version?: number;
      /** Stands in for node:dgram. */
      readonly dgramModule?: { createSocket(transport: string): object };
    }

    class Session {
      constructor(target: string, authenticator: string, options: SessionOptions);
      /** Called with every request when it is ready to be sent. */
      send(request: { readonly message: { readonly pdu: Pdu } }): void;
      get(oids: readonly string[], done: () => void): this;
      getNext(oids: readonly string[], done: () => void): this;
      getBulk(oids: readonly string[], nonRepeaters: number, maxRepetitions: number, done: () => void): this;
    }

    interface EngineParameters {
      readonly engineID: Buffer;
      readonly engineBoots: number;
      readonly engineTime: number;
    }

    interface AuthAlgorithm {
      readonly KEY_LENGTH: number;
      readonly AUTHENTICATION_CODE_LENGTH: number;
      readonly CRYPTO_ALGORITHM: string;
    }

    type Localize = (
      algorithm: PrivAlgorithm,
      authProtocol: number,
      password: string,
      engineId: Buffer,
    ) => Buffer;

    interface PrivAlgorithm {
      readonly CRYPTO_ALGORITHM: string;
      readonly KEY_LENGTH: number;
      readonly BLOCK_LENGTH: number;
      readonly localizationAlgorithm: Localize;
      readonly encryptPdu: (
        scopedPdu: Buffer,
        privProtocol: number,
        password: string,
        authProtocol: number,
        engine: EngineParameters,
      ) => { readonly encryptedPdu: Buffer; readonly msgPrivacyParameters: Buffer };
      readonly decryptPdu: (
        encryptedPdu: Buffer,
        privProtocol: number,
        privParameters: Buffer,
        password: string,
        authProtocol: number,
        engine: EngineParameters,
      ) => Buffer;
    }

    const Authentication: {
      readonly algorithms: Readonly<Record<number, AuthAlgorithm>>;
      passwordToKey: (authProtocol: number, password: string | Buffer, engineId: Buffer) => Buffer;
    };
    const Encryption: {
      readonly algorithms: Record<number, PrivAlgorithm>;
      readonly generateLocalizedKeyBlumenthal: Localize;
      readonly generateLocalizedKeyReeder: Localize;
    };
  }
  export = snmp;
}
