/** The number of the contract between client and server, and of what the journal holds. See version.test.ts. */
export const PROTOCOL_VERSION = 1

/** Fingerprint of the schemas of commands and events that this version names. A test tells when it must change. */
export const SCHEMA_HASH = 'e98c5ab21f8ad5fc'
