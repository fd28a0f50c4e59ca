import { systemClock } from '../host/system-clock.ts'
import { busSuite } from './bus-suite.ts'
import { type LocalBus, makeLocalBroker } from './local-bus.ts'

busSuite('the bus inside one process', async () => {
  const broker = makeLocalBroker({ clock: systemClock, log: { error() {} } })
  const lines = new Map<object, LocalBus>()
  return {
    async connect() {
      const bus = broker.connect()
      lines.set(bus, bus)
      return bus
    },
    cut: (bus) => lines.get(bus)?.cut(),
    mend: (bus) => lines.get(bus)?.mend(),
    async close() {},
  }
})
