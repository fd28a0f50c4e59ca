/** Loaded into a node with `--import`: its wall clock is off by the ms that a file says. Timers go on as they are. */
import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/** The folder holds a file for each node with its own name, and hears there what the node takes for now. */
const { SHIFTED_CLOCKS: dir, NODE_ID: nodeId } = process.env
const LOOK_MS = 20

const realNow = Date.now
let shiftMs = Number.NaN

function look(): void {
  const asked = Number(readFileSync(`${dir}/${nodeId}`, 'utf8'))
  if (asked === shiftMs) return
  shiftMs = asked
  if (isMainThread) writeFileSync(`${dir}/${nodeId}.seen`, new Date().toISOString())
}

Date.now = () => realNow() + shiftMs
globalThis.Date = new Proxy(Date, {
  construct: (date, given, made) => Reflect.construct(date, given.length === 0 ? [date.now()] : given, made),
})
look()
setInterval(look, LOOK_MS).unref()
