/** The process that makes the load, so that it and the server have a core each: obeys orders of its parent. */
import { type Crowd, makeCrowd } from './crowd.ts'
import type { Order, Told } from './plan.ts'

let crowd: Crowd | null = null
const tell = (told: Told) => void process.send?.(told)

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => tell({ kind: 'failed', why: String(error) }))
})
process.on('disconnect', () => process.exit())

async function obey(order: Order): Promise<void> {
  if (order.kind === 'connect') {
    const startMs = performance.now()
    crowd = await makeCrowd(order.plan)
    const seconds = (performance.now() - startMs) / 1_000
    tell({ kind: 'connected', sockets: order.plan.sockets.length, seconds })
  } else {
    if (crowd === null) throw new Error('nobody is connected')
    tell({ kind: 'measured', measured: await crowd.run(order.load) })
  }
}
