/** The bus over a real nats-server that is killed, frozen, cut off, too slow, too old, or wants to know who we are. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../host/config.ts'
import type { NatsSettings } from '../host/nats-settings.ts'
import { systemClock } from '../host/system-clock.ts'
import { type NatsServer, startNatsServer } from '../testing/nats-server.ts'
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts'
import { TEST_CERTIFICATE } from '../testing/test-certificate.ts'
import type { Bus } from './bus.ts'
import { busSuite } from './bus-suite.ts'
import { connectNats } from './nats.ts'
import { plainNats } from './testing.ts'

const SOON = { timeout: 60_000 }

/** The port of a server that `meet` answers. */
async function listening(meet: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    meet(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** Says INFO and answers pings; enough to be connected to. */
function speaksNats(socket: Socket, more: { version: string; connect_urls?: readonly string[] }): void {
  const info = { server_id: 'S', proto: 1, headers: true, max_payload: 1_048_576, ...more }
  socket.write(`INFO ${JSON.stringify(info)}\r\n`)
  socket.on('data', (bytes: Buffer) => {
    for (const _ of bytes.toString().matchAll(/PING\r\n/g)) socket.write('PONG\r\n')
  })
}

/** A node's end, and what it has logged. */
async function reach(
  port: number,
  settings: Partial<NatsSettings> = {},
): Promise<{ bus: Bus; log: string[] }> {
  const log: string[] = []
  const note = (_detail: object, message: string) => void log.push(message)
  const bus = await connectNats({
    settings: { ...plainNats(port), ...settings },
    name: 'test',
    clock: systemClock,
    random: Math.random,
    log: { info: note, warn: note, error: note },
  })
  return { bus, log }
}

busSuite('NATS', async () => {
  const server = await startNatsServer()
  const proxies = new Map<Bus, TcpProxy>()
  return {
    async connect() {
      const proxy = await startTcpProxy(server.port)
      const { bus } = await reach(proxy.port)
      proxies.set(bus, proxy)
      return bus
    },
    cut: (bus) => proxies.get(bus)?.cut(),
    mend: (bus) => proxies.get(bus)?.mend(),
    async close() {
      for (const proxy of proxies.values()) await proxy.close()
      await server.close()
    },
  }
})

/** A server, and two nodes that hear each other: `ann` through a wire that can be cut. */
async function twoNodes(configuration = '') {
  const server = await startNatsServer(configuration)
  const proxy = await startTcpProxy(server.port)
  const { bus: ann, log } = await reach(proxy.port)
  const { bus: bob } = await reach(server.port)
  onTestFinished(async () => {
    await ann.close()
    await bob.close()
    await proxy.close()
    await server.close()
  })
  const changes: boolean[] = []
  ann.onChange((isConnected) => void changes.push(isConnected))
  ann.answer('ann', async (text) => `ann heard ${text}`)
  const isWhole = () =>
    bob.request('ann', 'you', 1_000).then(
      (answer) => answer === 'ann heard you',
      () => false,
    )
  await expect.poll(isWhole).toBe(true)
  return { server, proxy, ann, bob, changes, log, isWhole }
}

describe('the bus over a real nats-server', () => {
  test('a killed server is noticed at once, and found again when it is back', async () => {
    const { server, ann, changes, isWhole } = await twoNodes()
    await server.kill()
    await expect.poll(() => ann.isConnected, SOON).toBe(false)
    await expect(ann.request('ann', 'me', 20_000)).rejects.toMatchObject({ kind: 'away' })
    await server.start()
    await expect.poll(isWhole, SOON).toBe(true)
    expect(changes).toEqual([false, true])
  })

  test('a frozen server is noticed although no connection breaks', async () => {
    const { server, ann, bob, changes, isWhole } = await twoNodes()
    server.freeze()
    await expect.poll(() => ann.isConnected || bob.isConnected, SOON).toBe(false)
    server.thaw()
    await expect.poll(isWhole, SOON).toBe(true)
    expect(changes).toEqual([false, true])
  })

  test.each(['to', 'from'] as const)(
    'a wire that swallows what goes %s the server is noticed',
    async (way) => {
      const { proxy, ann, changes, isWhole } = await twoNodes()
      proxy.swallow(way)
      await expect.poll(() => ann.isConnected, SOON).toBe(false)
      proxy.mend()
      await expect.poll(isWhole, SOON).toBe(true)
      expect(changes).toEqual([false, true])
    },
  )

  test('what nobody reads is not kept without end: it is thrown away, and that counts as a loss', async () => {
    const { proxy, ann, changes, log, isWhole } = await twoNodes()
    proxy.hold('to')
    const text = 'x'.repeat(250_000)
    let published = 0
    // all in one turn: not even a ping can be answered meanwhile
    while (ann.isConnected && published < 1_000) {
      ann.publish('flood', text)
      published++
    }
    expect(published * text.length).toBeLessThan(40 << 20)
    expect(changes).toEqual([false])
    expect(log).toContain('NATS is away')
    proxy.mend()
    await expect.poll(isWhole, SOON).toBe(true)
    expect(changes).toEqual([false, true])
  })

  test('a listener that is too slow is cut off by the server, and learns that it has missed something', async () => {
    const { server, proxy, ann, bob, changes, isWhole } = await twoNodes('max_pending: 1MB')
    let heard = 0
    ann.subscribe('flood', () => void heard++)
    await expect.poll(isWhole).toBe(true)
    proxy.hold('from')
    const text = 'x'.repeat(250_000)
    let sent = 0
    while (!server.said().includes('Slow Consumer') && sent < 1_000) {
      bob.publish('flood', text)
      sent++
      await bob.request('nobody', '', 1_000).catch(() => {})
    }
    proxy.mend()
    await expect.poll(() => changes, SOON).toEqual([false, true])
    await expect.poll(isWhole, SOON).toBe(true)
    expect(heard).toBeLessThan(sent)
  })

  test('a node starts while NATS is away, listens already, and connects when it comes', async () => {
    const server = await startNatsServer()
    await server.kill()
    const { bus, log } = await reach(server.port)
    onTestFinished(async () => {
      await bus.close()
      await server.close()
    })
    expect(bus.isConnected).toBe(false)
    expect(log).toEqual(['NATS is out of reach'])
    bus.answer('early', async () => 'bird')
    await server.start()
    await expect.poll(() => bus.isConnected, SOON).toBe(true)
    expect(await bus.request('early', '', 5_000)).toBe('bird')
  })
})

describe('nats-server lets in who can say who they are', () => {
  async function serverWith(configuration: string, files?: Record<string, string>): Promise<NatsServer> {
    const server = await startNatsServer(configuration, files)
    onTestFinished(server.close)
    return server
  }
  async function isLetIn(server: NatsServer, settings: Partial<NatsSettings>): Promise<boolean> {
    const { bus } = await reach(server.port, settings)
    onTestFinished(bus.close)
    return bus.isConnected
  }
  const refusal = /^NATS does not accept how we introduce ourselves/

  test('by user and password', async () => {
    const server = await serverWith('authorization { user: parley, password: "open sesame" }')
    expect(await isLetIn(server, { user: 'parley', password: 'open sesame' })).toBe(true)
    await expect(isLetIn(server, { user: 'parley', password: 'wrong' })).rejects.toThrow(refusal)
    await expect(isLetIn(server, {})).rejects.toThrow(refusal)
  })

  test('by token', async () => {
    const server = await serverWith('authorization { token: s3cret }')
    expect(await isLetIn(server, { token: 's3cret' })).toBe(true)
  })

  test('by nkey', async () => {
    const server = await serverWith(
      'authorization { users: [{ nkey: UAS3FIFT6XBJQYJ7VR3JOVX3UQVQ3PI5ZIEAKO2MZ7QYUOXIWO53F275 }] }',
    )
    const nkeySeed = 'SUAPF3K2Z4IUAVC2QT3S4HPFNO7DPKRKRM5TCKJSIT5SHJA7GTORATRIBI'
    expect(await isLetIn(server, { nkeySeed })).toBe(true)
  })

  test('over TLS, by a certificate of our own', async () => {
    const { cert, key } = TEST_CERTIFICATE
    const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(certFile, cert)
    writeFileSync(keyFile, key)
    const server = await serverWith(
      'tls { cert_file: "./cert.pem", key_file: "./key.pem", ca_file: "./cert.pem", verify: true }',
      { 'cert.pem': cert, 'key.pem': key },
    )
    expect(await isLetIn(server, { tls: { caFile: certFile, certFile, keyFile } })).toBe(true)
    expect(await isLetIn(server, { tls: { caFile: certFile, certFile: null, keyFile: null } })).toBe(false)
    expect(await isLetIn(server, { tls: { caFile: null, certFile, keyFile } })).toBe(false)
  })
})

describe('NATS_URL, as an operator writes it', () => {
  async function reachBy(environment: Record<string, string>): Promise<Bus> {
    const settings = readConfig(environment).nats
    if (settings === null) throw new Error('NATS_URL is missing')
    const { bus } = await reach(0, settings)
    onTestFinished(bus.close)
    return bus
  }
  async function server(configuration = '', files?: Record<string, string>): Promise<NatsServer> {
    const started = await startNatsServer(configuration, files)
    onTestFinished(started.close)
    return started
  }

  test.each([
    [
      'a user and a password with odd letters',
      '{ user: parley, password: "p@ss/word:1" }',
      'parley:p%40ss%2Fword%3A1@',
    ],
    ['a token', '{ token: s3cret }', 's3cret@'],
  ])('%s', async (_, authorization, who) => {
    const { port } = await server(`authorization ${authorization}`)
    const bus = await reachBy({ NATS_URL: `nats://${who}127.0.0.1:${port}` })
    expect(bus.isConnected).toBe(true)
  })

  test('tls:// and the authority that signed', async () => {
    const { cert, key } = TEST_CERTIFICATE
    const folder = mkdtempSync(join(tmpdir(), 'parley-ca-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'ca.pem'), cert)
    const { port } = await server('tls { cert_file: "./cert.pem", key_file: "./key.pem" }', {
      'cert.pem': cert,
      'key.pem': key,
    })
    const NATS_URL = `tls://127.0.0.1:${port}`
    expect((await reachBy({ NATS_URL, NATS_CA_FILE: join(folder, 'ca.pem') })).isConnected).toBe(true)
    // the authorities of the system have not signed it
    expect((await reachBy({ NATS_URL })).isConnected).toBe(false)
  })

  test('several servers: whichever is there will do, and the next one when it dies', async () => {
    const [one, two] = [await server(), await server()]
    const NATS_URL = `nats://127.0.0.1:${one.port}, nats://127.0.0.1:${two.port}`
    await one.kill()
    const bus = await reachBy({ NATS_URL })
    await expect.poll(() => bus.isConnected, SOON).toBe(true)
    bus.answer('who', async () => 'still me')
    await two.kill()
    await one.start()
    const { bus: other } = await reach(one.port)
    onTestFinished(other.close)
    await expect.poll(() => other.request('who', '', 1_000).catch(() => ''), SOON).toBe('still me')
  })
})

describe('other servers that NATS tells of', () => {
  test('are forgotten when it tells of them no more', async () => {
    let dialled = 0
    const gone = await listening((socket) => {
      dialled++
      socket.destroy()
    })
    let others = [`127.0.0.1:${gone}`]
    let connected = 0
    const sockets = new Set<Socket>()
    const port = await listening((socket) => {
      connected++
      sockets.add(socket)
      speaksNats(socket, { version: '2.12.0', connect_urls: others })
    })
    const { bus } = await reach(port, { ignoreClusterUpdates: false })
    onTestFinished(bus.close)
    const cutOff = async () => {
      const before = connected
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      await expect.poll(() => connected > before && bus.isConnected, SOON).toBe(true)
    }
    await expect
      .poll(async () => {
        await cutOff()
        return dialled
      }, SOON)
      .toBeGreaterThan(0)

    others = []
    await cutOff()
    const before = dialled
    for (let times = 0; times < 12; times++) await cutOff()
    expect(dialled).toBe(before)
  })
})

describe('the version of nats-server', () => {
  const serverOfVersion = (version: string) => listening((socket) => speaksNats(socket, { version }))

  test('below 2.9 is refused with one line', async () => {
    const port = await serverOfVersion('2.8.4')
    await expect(reach(port)).rejects.toThrow(/^nats-server 2\.8\.4 is too old: Parley needs 2\.9 or later$/)
  })

  test.each([
    ['2.10.3', true],
    ['3.0.0', true],
    ['2.9.10', false],
    ['2.14.0-beta.1', false],
  ])('%s: warned %s', async (version, isWarned) => {
    const { bus, log } = await reach(await serverOfVersion(version))
    expect(bus.isConnected).toBe(true)
    expect(log.some((line) => line.startsWith('this version'))).toBe(isWarned)
    await bus.close()
  })
})
