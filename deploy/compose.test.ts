/** docker-compose.yml as people rely on it: pinned, healthy before it is used, keeping its data, closed to the network. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readYaml, type Yaml } from './read-yaml.ts'

interface Service {
  image?: string
  build?: { context: string; dockerfile: string }
  ports: string[]
  volumes?: string[]
  healthcheck: { test: string[]; interval: string; timeout: string; retries: string }
  depends_on?: Record<string, { condition: string }>
  environment?: Record<string, string>
}

const root = join(import.meta.dirname, '..')
const compose = readYaml(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as unknown as {
  services: Record<string, Service>
  volumes: Record<string, Yaml>
}
const services = Object.entries(compose.services)

test('the app, PostgreSQL, NATS and S3 are there', () => {
  expect(Object.keys(compose.services).sort()).toEqual(['app', 'nats', 'postgres', 's3'])
})

test.each(services)('%s is pinned, checked, and reachable from this machine only', (_, service) => {
  if (service.image) expect(service.image).toMatch(/:(\d+\.\d+(\.\d+)?(-[a-z]+)?|RELEASE\.[\dTZ-]+)$/)
  else
    expect(readFileSync(join(root, service.build!.dockerfile), 'utf8')).toMatch(/^FROM node:\d+\.\d+\.\d+-/m)
  expect(service.healthcheck.test[0]).toMatch(/^CMD(-SHELL)?$/)
  expect(Number(service.healthcheck.retries)).toBeGreaterThan(0)
  for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
})

test('what keeps data keeps it in a named volume', () => {
  const used = services.flatMap(([, service]) =>
    (service.volumes ?? []).map((volume) => volume.split(':')[0]),
  )
  expect(used.sort()).toEqual(['nats-data', 'postgres-data', 's3-data'])
  expect(Object.keys(compose.volumes).sort()).toEqual(used)
})

test('the app waits for what it needs, and every setting it is given is one it reads', () => {
  const { depends_on = {}, environment = {} } = compose.services.app!
  for (const [name, { condition }] of Object.entries(depends_on)) {
    expect([name, condition, compose.services[name] !== undefined]).toEqual([name, 'service_healthy', true])
  }
  const settings = readFileSync(join(root, '.env.example'), 'utf8')
  for (const key of Object.keys(environment)) expect(settings).toMatch(new RegExp(`^# ${key}=`, 'm'))
})

test('no two services want the same port', () => {
  const ports = services.flatMap(([, service]) => service.ports.map((port) => port.split(':')[1]))
  expect(new Set(ports).size).toBe(ports.length)
})
