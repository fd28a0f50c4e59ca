/**
 * A process of fake networks for runs against real servers: prints one line of JSON with the settings of a server that is
 * to speak with them and the address at which it is steered, and ends with its standard input.
 *
 *   POST /strike {percent, seed}   so many of a hundred calls that could make something public lose their answer, or are lost
 *   GET  /times                    how often each text is public, by network
 *   GET  /image.jpg, /film.mp4     files that every network takes
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { seededRandom } from '../kernel/random.ts'
import { filmOf, jpegOf } from './media/samples.ts'
import { FAULTS } from './platforms/fake-server.ts'
import { startFakes } from './platforms/fakes.ts'

const FILM = { width: 1_080, height: 1_920, durationMs: 20_000 }

const fakes = await startFakes(Date.now)
const networks = Object.entries(fakes.networks)

const steering = createServer(async (request, response) => {
  if (request.url === '/strike') strike(JSON.parse(await text(request)))
  if (request.url === '/image.jpg') return void response.end(jpegOf(1_080, 1_080))
  if (request.url === '/film.mp4') return void response.end(filmOf(FILM))
  const times = networks.map(([name, network]) => [name, Object.fromEntries(network.times())])
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(request.url === '/times' ? Object.fromEntries(times) : {}))
}).listen(0, '127.0.0.1')
await once(steering, 'listening')
const { port } = steering.address() as AddressInfo
console.log(JSON.stringify({ env: fakes.env, steering: `http://127.0.0.1:${port}` }))
process.stdin.resume().once('end', () => process.exit(0))

function strike({ percent, seed }: { percent: number; seed: number }): void {
  const random = seededRandom(seed)
  const chance = () => {
    const fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? null
    return random() * 100 < percent ? fault : null
  }
  for (const [, network] of networks) network.strike(chance)
}
