/** The simulated bus keeps the contract of every bus, as long as its weather is calm. */

import type { Bus } from '../cluster/bus.ts'
import { busSuite } from '../cluster/bus-suite.ts'
import { makeSimBroker } from './sim-bus.ts'
import { makeWorld, type Process } from './world.ts'

busSuite('simulated', async () => {
  const world = makeWorld({ seed: 1, isTold: false })
  const broker = makeSimBroker(world)
  const processes = new Map<Bus, Process>()
  const processOf = (bus: Bus) => processes.get(bus) as Process
  let isOver = false
  /** Virtual time has to pass by itself here: 20 ms of it in each turn of the machine's loop. */
  const pass = async () => {
    while (!isOver) {
      await world.runUntil(world.now() + 20)
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
  void pass()
  return {
    async connect() {
      const process = world.spawn(`n${processes.size + 1}`)
      const bus = broker.connect(process)
      processes.set(bus, process)
      return bus
    },
    cut: (bus) => broker.cut(processOf(bus), 'both', 50),
    mend: (bus) => broker.heal(processOf(bus), 50),
    async close() {
      isOver = true
    },
  }
})
