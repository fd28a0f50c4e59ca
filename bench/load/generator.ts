/** The process that makes the load, so that it and the server have a core each: obeys orders of its parent. */
import { type Crowd, makeCrowd } from './crowd.ts'
import type { Order, Told } from './plan.ts'

let crowd: Crowd | null = null

process.on('message', (order: Order) => {
  obey(order).then(
    (told) => process.send?.(told),
    (error: unknown) => process.send?.({ kind: 'failed', why: String(error) } satisfies Told),
  )
})
process.on('disconnect', () => process.exit())

async function obey(order: Order): Promise<Told> {
  if (order.kind === 'plan') {
    crowd = makeCrowd(order.plan)
    return { kind: 'obeyed' }
  }
  if (crowd === null) throw new Error('there is no plan')
  if (order.kind === 'load') return { kind: 'measured', share: await crowd.run(order.load) }
  await crowd.connect(order.upTo)
  return { kind: 'obeyed' }
}
