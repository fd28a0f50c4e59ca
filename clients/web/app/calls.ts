/** `Calls`: procedures of the server's typed API as plain functions, so that the demo can play them without a tRPC client. */
import type { Parley } from '../../sdk/types.ts'

export type Api = Parley['api']

export type Calls<Procedures> = { readonly [Name in keyof Procedures]: Call<Procedures[Name]> }
type Call<Procedure> = Procedure extends {
  query(input: infer Input, ...rest: never[]): Promise<infer Output>
}
  ? { query(input: Input): Promise<Output> }
  : Procedure extends { mutate(input: infer Input, ...rest: never[]): Promise<infer Output> }
    ? { mutate(input: Input): Promise<Output> }
    : never

/** What a call answers with, and what it is asked. */
export type Answer<Asking extends (...input: never[]) => unknown> = Awaited<ReturnType<Asking>>
export type Asked<Asking extends (input: never) => unknown> = Parameters<Asking>[0]
