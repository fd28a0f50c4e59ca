/** A world of processes under one virtual time: `makeWorld`. Nothing in it asks the machine it runs on what time it is. */
import type { Clock } from '../kernel/clock.ts'
import { makeEventQueue } from '../kernel/event-queue.ts'
import { type Chance, makeChance } from './chance.ts'
import { makeStory, type Story } from './story.ts'

/** 2026-11-21, where every story begins. */
export const BEGINNING_MS = Date.UTC(2026, 10, 21)
/** How many events one turn of the machine's own loop may run; between two of them all microtasks run. */
const EVENTS_A_TURN = 64

export type ProcessStatus = 'running' | 'paused' | 'dead'

/** One process of the operating system: it runs, it is stopped and continued, it dies. Dead is final. */
export interface Process {
  readonly name: string
  readonly status: ProcessStatus
  /** Its own idea of time: skewed, drifting, and jumping when an operator sets it. */
  readonly clock: Clock
  /** ms since anywhere: drifting, but never jumping. */
  counter(): number
  /** Runs once in this process after `delayMs`: later while it is stopped, never once it is dead. */
  after(delayMs: number, run: () => void): () => void
  /** SIGSTOP: everything that would happen in it waits. */
  pause(): void
  /** SIGCONT: everything that waited happens at once, in order. */
  resume(): void
  /** SIGKILL. */
  kill(): void
  /** Called once when it dies. */
  onDeath(run: () => void): void
  /** Its time of day moves; its timers do not notice. */
  jump(ms: number): void
}

export interface World {
  readonly chance: Chance
  readonly story: Story
  /** ms since the story began. */
  now(): number
  /** The database's and the client's time: ms since 1970. */
  readonly trueClock: Clock
  spawn(name: string): Process
  /** Runs in no process: wires, the database, people. */
  after(delayMs: number, run: () => void): () => void
  /** Lets everything happen up to a moment (ms since the beginning), each event with all that follows from it at once. */
  runUntil(untilMs: number): Promise<void>
  /** Events that have happened. */
  events(): number
}

export interface WorldOptions {
  readonly seed: number
  readonly isTold: boolean
}

export function makeWorld({ seed, isTold }: WorldOptions): World {
  const chance = makeChance(seed)
  const queue = makeEventQueue()
  let nowMs = 0
  let happened = 0
  const story = makeStory(() => nowMs, isTold)
  const skews = chance.fork('clocks')

  function after(delayMs: number, run: () => void): () => void {
    return queue.add(nowMs + Math.max(0, delayMs), run)
  }

  function spawn(name: string): Process {
    let status: ProcessStatus = 'running'
    let offsetMs = skews.happens(0.3) ? skews.between(-3_600_000, 3_600_000) : skews.between(-50, 50)
    /** Quartz is off by some parts in a thousand at worst; timers feel it. */
    const rate = 1 + (skews.random() - 0.5) / 100
    let held: (() => void)[] = []
    const mourners: (() => void)[] = []

    function inProcess(delayMs: number, run: () => void): () => void {
      let isCancelled = false
      const cancel = after(delayMs * rate, function happen() {
        if (isCancelled || status === 'dead') return
        if (status === 'paused') held.push(happen)
        else run()
      })
      return () => {
        isCancelled = true
        cancel()
      }
    }

    return {
      name,
      get status() {
        return status
      },
      clock: {
        now: () => Math.floor(BEGINNING_MS + offsetMs + nowMs * rate),
        after: inProcess,
        nextTick: (run) => void inProcess(0, run),
        soon: (run) => void inProcess(0, run),
      },
      counter: () => nowMs * rate,
      after: inProcess,
      pause() {
        if (status === 'running') status = 'paused'
      },
      resume() {
        if (status !== 'paused') return
        status = 'running'
        const waiting = held
        held = []
        for (const happen of waiting) after(0, happen)
      },
      kill() {
        if (status === 'dead') return
        status = 'dead'
        held = []
        for (const mourn of mourners) mourn()
      },
      onDeath: (run) => void mourners.push(run),
      jump(ms) {
        offsetMs += ms
      },
    }
  }

  return {
    chance,
    story,
    now: () => nowMs,
    trueClock: {
      now: () => BEGINNING_MS + Math.floor(nowMs),
      after,
      nextTick: (run) => void after(0, run),
      soon: (run) => void after(0, run),
    },
    spawn,
    after,
    events: () => happened,
    runUntil: (untilMs) =>
      new Promise((resolve, reject) => {
        let left = 0
        let isOver = false
        // Node runs every microtask between two callbacks of setImmediate, and a batch of them costs one turn of its loop.
        const turn = () => {
          left = EVENTS_A_TURN
          for (let event = 0; event < EVENTS_A_TURN; event++) setImmediate(step)
        }
        const step = () => {
          left--
          if (!isOver) {
            const next = queue.takeUntil(untilMs)
            if (next === null) isOver = true
            else {
              nowMs = Math.max(nowMs, next.atMs)
              happened++
              try {
                next.run()
              } catch (error) {
                isOver = true
                reject(error)
              }
            }
          }
          if (left > 0) return
          if (!isOver) return turn()
          nowMs = Math.max(nowMs, untilMs)
          resolve()
        }
        turn()
      }),
  }
}
