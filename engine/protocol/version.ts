/** The number of the contract between client and server, and of what the journal holds. See version.test.ts. */
export const PROTOCOL_VERSION = 1
