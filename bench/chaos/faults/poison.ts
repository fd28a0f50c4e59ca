/** `poison`: nonsense at a rate for every node, and rooms that no machine can load; nobody else may feel it. */
import { randomUUID } from 'node:crypto'
import { offer } from '../../scenarios/parts/offer.ts'
import type { Fault } from '../fault.ts'
import { makeRooms, signUp } from '../people.ts'
import { breakRooms } from './broken-rooms.ts'
import { clusterVictim, type Struck, type Told } from './cluster-victim.ts'
import { POISON_BYTES, throwBytes } from './poison-bytes.ts'
import { type PoisonCall, poisonCalls } from './poison-calls.ts'
import { felt, makeWitness } from './witness.ts'

const CALLS_PER_SECOND = 100
const BYTES_PER_SECOND = 30
const BROKEN_PER_SECOND = 20
const CALM_SECONDS = 5
const POISON_SECONDS = 10

export const poison: Fault = {
  name: 'F13-poison',
  what: 'bad frames, bombs in every text field, 1 MB bodies at a rate; and rooms whose history cannot be loaded',
  load: { seconds: 55, strikes: 2 },
  prepare: (tools) => clusterVictim(tools, { noTakeovers: true, hurt: poisoned }),
}

async function poisoned({ cluster, databaseUrl, number, tools }: Struck): Promise<Told> {
  const urls = cluster.nodes.map(({ url }) => url)
  const pids = cluster.nodes.map(({ pid }) => pid)
  const [poisoner] = await signUp(cluster.url, [`poisoner${number}`])
  const token = poisoner?.accessToken ?? ''
  const [room] = await makeRooms(cluster.url, poisoner ? [poisoner] : [], 1)
  const roomId = room?.id ?? ''
  const broken = await breakRooms(databaseUrl, roomId)
  const witness = await makeWitness(databaseUrl, urls)
  try {
    const calm = await witness.talk(CALM_SECONDS)
    const struckAt = tools.now()
    const seconds = POISON_SECONDS
    const calls = poisonCalls(roomId)
    const answers: Answered[] = []
    const atBroken: Answered[] = []
    const urlOf = (index: number) => urls[index % urls.length] as string
    const [during, thrown] = await Promise.all([
      witness.talk(seconds),
      offer({ perSecond: BYTES_PER_SECOND, seconds }, (index) =>
        throwBytes(urlOf(index), POISON_BYTES[index % POISON_BYTES.length]!),
      ),
      offer({ perSecond: CALLS_PER_SECOND, seconds }, async (index) => {
        const call = calls[index % calls.length] as PoisonCall
        answers.push(await ask(urlOf(index), token, call))
      }),
      offer({ perSecond: BROKEN_PER_SECOND, seconds }, async (index) => {
        atBroken.push(await ask(urlOf(index), token, sendTo(broken[index % broken.length] ?? '')))
      }),
    ])
    const healedAt = tools.now()
    const set = atBroken.filter(({ reason }) => reason === 'QUARANTINED').length
    const ended = cluster.nodes.filter(({ pid }, index) => pid !== pids[index]).length
    tools.say(`calls of poison were answered ${tally(answers)}; broken rooms ${tally(atBroken)}`)
    return {
      struckAt,
      healedAt,
      idle: atBroken.length === 0 || answers.length === 0 || set === 0 ? 'nothing was poisoned' : null,
      measures: [
        { name: 'poison thrown', value: answers.length + thrown.latenciesMs.length, unit: '', atMost: null },
        { name: 'poison taken', value: count(answers, isTakenWrongly), unit: '', atMost: 0 },
        { name: 'poison that broke the server', value: count(answers, isInternal), unit: '', atMost: 0 },
        { name: 'sends that broken rooms took', value: count(atBroken, isTaken), unit: '', atMost: 0 },
        { name: 'sends that met quarantine', value: set, unit: '', atMost: null },
        { name: 'nodes that ended', value: ended, unit: '', atMost: 0 },
        ...felt(calm, during),
      ],
    }
  } finally {
    witness.close()
  }
}

interface Answered {
  readonly call: PoisonCall
  /** `taken`, the reason of the refusal, or `silence` when the connection was closed. */
  readonly reason: string
}

const isTaken = ({ reason }: Answered) => reason === 'taken'
const isTakenWrongly = (answer: Answered) => isTaken(answer) && !answer.call.mayPass
const isInternal = ({ reason }: Answered) => reason === 'INTERNAL'

function count(answers: readonly Answered[], is: (answer: Answered) => boolean): number {
  return answers.filter(is).length
}

function tally(answers: readonly Answered[]): string {
  const counts = new Map<string, number>()
  for (const { reason } of answers) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, times]) => `${reason} ${times}`).join(', ')
}

function sendTo(conversationId: string): PoisonCall {
  const body = JSON.stringify({ conversationId, commandId: randomUUID(), text: 'is anybody there?' })
  return { kind: 'broken room', method: 'POST', path: 'messages.send', body, mayPass: false }
}

async function ask(url: string, token: string, call: PoisonCall): Promise<Answered> {
  const { method, path, body } = call
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  try {
    const answer = await fetch(`${url}/trpc/${path}`, { method, headers, body })
    const text = await answer.text()
    return { call, reason: answer.ok ? 'taken' : (/"reason":"(\w+)"/.exec(text)?.[1] ?? `${answer.status}`) }
  } catch {
    return { call, reason: 'silence' }
  }
}
