/** `npm run cluster -- --nodes 3`: a whole cluster on this machine behind one address, with a live view. */
import { parseArgs } from 'node:util'
import { startCluster } from './town.ts'
import { readView } from './view.ts'

const USAGE = `npm run cluster -- [options]     Ctrl-C stops everything in order
  --nodes 3      nodes, 1 to 16
  --port 3000    the one address: http://127.0.0.1:PORT
  --dir DIR      where data and logs are kept; without it a temporary folder that is removed at the end
  --every 2      seconds between two views; 0: none`

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    port: { type: 'string', default: '3000' },
    dir: { type: 'string' },
    every: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
})
const [nodes, port, every] = [Number(values.nodes), Number(values.port), Number(values.every)]
if (values.help || !(nodes >= 1 && nodes <= 16) || !(port >= 0) || !(every >= 0)) {
  console.error(USAGE)
  process.exit(values.help ? 0 : 2)
}

const begin = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begin) / 1_000).toFixed(1).padStart(6)} s  ${line}`)
const cluster = await startCluster({ nodes, port, dir: values.dir ?? null, say })
say(`the cluster is at ${cluster.url}; its logs are in ${cluster.dir}`)

let isStopping = false
const view = async () => {
  if (isStopping) return
  for (const line of await readView(cluster)) console.log(line)
}
const viewing = every === 0 ? null : setInterval(() => void view().catch(() => undefined), every * 1_000)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    if (viewing !== null) clearInterval(viewing)
    say('stopping: the nodes hand over, then what they stand on')
    cluster.stop().then(() => {
      say('stopped')
      process.exit(0)
    })
  })
}
