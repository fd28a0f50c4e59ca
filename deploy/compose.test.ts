/** docker-compose.yml as people rely on it: pinned, healthy before it is used, keeping its data, closed to the network. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { TRANSPORT_LIMITS } from '../api/transport/limits.ts'
import { readConfig } from '../engine/host/config.ts'
import { readYaml, type Yaml } from './read-yaml.ts'

interface Service {
  image: string
  command?: string[]
  build?: { context: string; dockerfile: string }
  ports: string[]
  volumes?: string[]
  healthcheck: { test: string[]; interval: string; timeout: string; retries: string }
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string>
  restart: string
  stop_grace_period?: string
  networks?: Record<string, { ipv4_address: string }>
}

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const compose = readYaml(read('docker-compose.yml')) as unknown as {
  services: Record<string, Service>
  volumes: Record<string, Yaml>
  networks: { default: { ipam: { config: { subnet: string }[] } } }
}
const services = Object.entries(compose.services)
const nodes = services.filter(([name]) => name.startsWith('node-'))
const nats = services.filter(([name]) => name.startsWith('nats-'))
const seconds = (text: string) => Number(/^(\d+)s$/.exec(text)?.[1])
/** What is said when nobody has set anything. */
const said = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')

test('three nodes, three nats-servers, PostgreSQL, S3, and Nginx in front', () => {
  expect(services.map(([name]) => name).sort()).toEqual([
    ...['nats-1', 'nats-2', 'nats-3', 'nginx', 'node-1', 'node-2', 'node-3', 'postgres', 's3'],
  ])
})

test.each(services)('%s is pinned, checked, started again, and open to this machine only', (_, service) => {
  if (service.build) expect(read(service.build.dockerfile)).toMatch(/^FROM node:\d+\.\d+\.\d+-/m)
  else expect(service.image).toMatch(/:(\d+\.\d+(\.\d+)?(-[a-z]+)?|RELEASE\.[\dTZ-]+)$/)
  const { test: check, timeout, interval, retries } = service.healthcheck
  expect(check[0]).toMatch(/^CMD(-SHELL)?$/)
  expect([seconds(timeout), seconds(interval), Number(retries)].every((number) => number > 0)).toBe(true)
  expect(service.restart).toBe('unless-stopped')
  for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
})

test('no two services want the same port', () => {
  const ports = services.flatMap(([, service]) => service.ports.map((port) => port.split(':')[1]))
  expect(new Set(ports).size).toBe(ports.length)
})

test('what keeps data keeps it in a named volume, and every file that is mounted is there', () => {
  const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')))
  const [files, named] = [
    used.filter(([from]) => from?.startsWith('./')),
    used.filter(([from]) => !from?.startsWith('./')),
  ]
  expect(named.map(([from]) => from).sort()).toEqual(Object.keys(compose.volumes).sort())
  expect(named.map(([from]) => from).sort()).toEqual(['postgres-data', 's3-data'])
  for (const [from = '', , mode] of files)
    expect([from, existsSync(join(root, from)), mode]).toEqual([from, true, 'ro'])
})

test('whoever waits, waits for the health of something that is there', () => {
  for (const [name, { depends_on = {} }] of services) {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect([name, condition, compose.services[other] !== undefined]).toEqual([
        name,
        'service_healthy',
        true,
      ])
    }
  }
  for (const [, { depends_on }] of nodes)
    expect(Object.keys(depends_on ?? {}).sort()).toEqual(['nats-1', 'nats-2', 'nats-3', 'postgres'])
  expect(Object.keys(compose.services.nginx?.depends_on ?? {})).toEqual(nodes.map(([name]) => name))
})

describe('a node', () => {
  const dockerfile = read('deploy/Dockerfile')

  test.each(nodes)('%s is given settings that it reads, and its own name and address', (name, service) => {
    const environment = Object.fromEntries(
      Object.entries(service.environment ?? {}).map(([key, value]) => [key, said(value)]),
    )
    const known = read('.env.example')
    for (const key of Object.keys(environment)) expect(known).toMatch(new RegExp(`^# ${key}=`, 'm'))
    const config = readConfig(environment)
    const [, published, port] = service.ports[0]?.split(':') ?? []
    expect(config).toMatchObject({
      nodeId: name,
      address: `http://127.0.0.1:${published}`,
      port: Number(port),
      host: '0.0.0.0',
      trustProxy: true,
      nats: { servers: nats.map(([server]) => `${server}:4222`), user: 'parley', tls: null },
    })
    expect(dockerfile).toMatch(new RegExp(`^EXPOSE ${port}$`, 'm'))

    const { username, password, hostname, pathname } = new URL(config.databaseUrl ?? '')
    const { environment: given = {} } = compose.services[hostname] as Service
    expect([username, password, pathname]).toEqual([
      given.POSTGRES_USER,
      said(given.POSTGRES_PASSWORD ?? ''),
      `/${given.POSTGRES_DB}`,
    ])
    for (const [, { command = [] }] of nats)
      expect(said(command.join(' '))).toContain(`--user ${config.nats?.user} --pass ${config.nats?.password}`)
  })

  test('they differ in name, address and port, and in nothing else', () => {
    const [first, ...others] = nodes.map(([name, service]) => {
      const number = name.slice('node-'.length)
      return JSON.parse(
        JSON.stringify(service).replaceAll(new RegExp(`(?<=node-|127.0.0.1:300|57.1)${number}`, 'g'), 'N'),
      )
    })
    for (const other of others) expect(other).toEqual(first)
  })

  test('is asked by a file that the image has, and by the program that runs it', () => {
    const command = dockerfile.match(/^CMD (.*)$/m)?.[1] ?? ''
    const [program, file] = JSON.parse(command) as [string, string]
    expect(existsSync(join(root, file))).toBe(true)
    for (const [, { healthcheck }] of nodes) {
      expect(healthcheck.test).toEqual(['CMD', program, 'deploy/healthy.ts'])
      expect(existsSync(join(root, 'deploy/healthy.ts'))).toBe(true)
    }
  })

  test('is given more time to stop than all steps of its shutdown may take', () => {
    const steps = [...read('api/main.ts').matchAll(/shutdown\.step\(\s*'[^']+',\s*([\d_]+)/g)]
    const longestMs = steps.reduce((sum, [, limitMs = '']) => sum + Number(limitMs.replaceAll('_', '')), 0)
    expect(longestMs).toBeGreaterThan(20_000)
    for (const [, { stop_grace_period = '' }] of nodes)
      expect(seconds(stop_grace_period) * 1_000).toBeGreaterThan(longestMs)
  })
})

describe('NATS', () => {
  const conf = read('deploy/nats.conf')

  test('each server knows the routes to all, and the port that its health is asked at', () => {
    const routes = [...conf.matchAll(/nats:\/\/([\w-]+):6222/g)].map(([, name]) => name)
    expect(routes).toEqual(nats.map(([name]) => name))
    expect(conf).toMatch(/listen: "0\.0\.0\.0:6222"/)
    const port = /^http_port: (\d+)$/m.exec(conf)?.[1]
    for (const [name, { command, volumes, environment, healthcheck }] of nats) {
      expect(volumes).toEqual([`./deploy/nats.conf:${command?.[1]}:ro`])
      expect(environment).toEqual({ NATS_NAME: name })
      expect(healthcheck.test.at(-1)).toBe(`http://127.0.0.1:${port}/healthz`)
    }
  })
})

describe('Nginx', () => {
  const conf = read('deploy/nginx.conf')

  test('has the addresses of the nodes, which lie in the network', () => {
    const servers = [...conf.matchAll(/^ +server ([\d.:]+) /gm)].map(([, address]) => address)
    expect(servers).toEqual(nodes.map(([, { networks }]) => `${networks?.default?.ipv4_address}:3000`))
    const subnet = compose.networks.default.ipam.config[0]?.subnet ?? ''
    expect(subnet).toMatch(/\.0\/24$/)
    for (const server of servers) expect(server?.startsWith(subnet.replace('0/24', ''))).toBe(true)
  })

  test('listens where its port is published and its health is asked', () => {
    const { ports, volumes, healthcheck } = compose.services.nginx as Service
    const listens = /^ +listen (\d+)/m.exec(conf)?.[1]
    expect(ports).toEqual([`127.0.0.1:3000:${listens}`])
    expect(volumes).toEqual(['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro'])
    expect(healthcheck.test.at(-1)).toBe('http://127.0.0.1/health/live')
  })

  test('is more patient than a quiet socket, and lets the node say what is too large', () => {
    const setting = (name: string) => new RegExp(`^ +${name} (\\d+)`, 'm').exec(conf)?.[1]
    expect(Number(setting('proxy_read_timeout'))).toBeGreaterThan(TRANSPORT_LIMITS.idleSecondsMax)
    expect(Number(setting('client_max_body_size')) * 2 ** 20).toBeGreaterThan(
      TRANSPORT_LIMITS.messageBytesMax,
    )
  })

  test('passes upgrades, the host that was asked, and an address that the client cannot make up', () => {
    for (const line of [
      'least_conn;',
      'proxy_http_version 1.1;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection $connection_header;',
      'proxy_set_header Host $http_host;',
      'proxy_set_header X-Forwarded-For $remote_addr;',
    ])
      expect(conf).toContain(line)
    // in a location, one of its own would undo all of these
    expect(conf).not.toMatch(/^ {6}proxy_set_header/m)
  })

  test('is written in blocks and statements that end', () => {
    let depth = 0
    for (const line of conf.split('\n').map((text) => text.replace(/#.*/, '').trim())) {
      if (line === '') continue
      expect(line).toMatch(/[;{}]$/)
      depth += line.endsWith('{') ? 1 : line === '}' ? -1 : 0
      expect(depth).toBeGreaterThanOrEqual(0)
    }
    expect(depth).toBe(0)
  })
})
