import { controlSuite } from '../cluster/control-suite.ts'
import { type MemoryControl, makeMemoryControl } from './memory-control.ts'

controlSuite('memory', async () => {
  let nowMs = 0
  const gone = new Set<string>()
  let register: MemoryControl
  return {
    async clear() {
      register = makeMemoryControl({ now: () => nowMs, isGone: (incarnation) => gone.has(incarnation) })
    },
    control: async () => register.control,
    async age(ms) {
      nowMs += ms
    },
    kill: async ({ incarnation }) => void gone.add(incarnation),
    async failOver(missed = 1) {
      const restore = register.mark()
      for (let failover = 0; failover < missed; failover++) restore()
    },
    async close() {},
  }
})
