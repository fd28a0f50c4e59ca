/** `serveStatic`: the web app from memory, read once at start: nothing outside its folder can be asked for. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { compress, type Encoding, encodingFor } from './compress.ts'
import { answer, type Exchange } from './exchange.ts'

interface Asset {
  readonly bytes: Uint8Array
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  /** Compressed at the first wish for it; null when it does not pay. */
  readonly encoded: Map<Encoding, Promise<Uint8Array | null>>
}

/** By path, `/index.html` among them. */
export type Assets = ReadonlyMap<string, Asset>

/** By extension; the value is whether compressing it pays and its type. */
const TYPES: Readonly<Record<string, readonly [pays: boolean, type: string]>> = {
  '.html': [true, 'text/html; charset=utf-8'],
  '.js': [true, 'text/javascript; charset=utf-8'],
  '.css': [true, 'text/css; charset=utf-8'],
  '.json': [true, 'application/json'],
  '.webmanifest': [true, 'application/manifest+json'],
  '.map': [true, 'application/json'],
  '.svg': [true, 'image/svg+xml'],
  '.txt': [true, 'text/plain; charset=utf-8'],
  '.wasm': [true, 'application/wasm'],
  '.ico': [false, 'image/x-icon'],
  '.png': [false, 'image/png'],
  '.jpg': [false, 'image/jpeg'],
  '.webp': [false, 'image/webp'],
  '.woff2': [false, 'font/woff2'],
}

/** Vite puts a hash of the content into the names of what lies here, so they never change. */
const HASHED = /^\/assets\//
/** Brotli's best that is still quick: a megabyte takes about 0.1 s, once. */
const EFFORT = 9

/** Reads all files under `webRoot`. None when there is no such folder. */
export async function readAssets(webRoot: string | null): Promise<Assets> {
  const assets = new Map<string, Asset>()
  if (webRoot === null) return assets
  const entries = await readdir(webRoot, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(webRoot, file).split(sep).join('/')}`
    assets.set(path, assetOf(path, await readFile(file)))
  }
  return assets
}

function assetOf(path: string, bytes: Uint8Array): Asset {
  const type = TYPES[extname(path)]?.[1] ?? 'application/octet-stream'
  const isPage = type.startsWith('text/html')
  return {
    bytes,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    headers: {
      'content-type': type,
      // Pages and the service worker are asked for again each time; with the etag that is an empty answer.
      'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...SECURITY_HEADERS,
      ...(isPage && { 'content-security-policy': contentPolicy(Buffer.from(bytes).toString()) }),
    },
    encoded: new Map(),
  }
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  vary: 'accept-encoding',
}

/** Only our own scripts, and those inline ones that the page was built with. */
function contentPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)]
  const hashes = scripts.map(
    ([, code = '']) => ` 'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  )
  return [
    "default-src 'self'",
    `script-src 'self'${hashes.join('')}`,
    // React and the virtual list set style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Answers a GET or HEAD. Paths without a file are the app's own (deep links) and get its page. */
export async function serveStatic(assets: Assets, to: Exchange): Promise<void> {
  const { path, method, headers } = to.head
  if (method !== 'GET' && method !== 'HEAD') {
    answer(to, 405, { allow: 'GET, HEAD' })
    return
  }
  const isPage = extname(path) === '' || path.endsWith('.html')
  const asset = assets.get(path) ?? (isPage ? assets.get('/index.html') : undefined)
  if (asset === undefined) {
    answer(to, 404, { 'content-type': 'text/plain; charset=utf-8' }, 'There is nothing here.')
    return
  }
  const fixed = { ...asset.headers, etag: asset.etag }
  if (headers.get('if-none-match') === asset.etag) {
    answer(to, 304, fixed)
    return
  }
  const encoding = TYPES[extname(path)]?.[0] === false ? null : encodingFor(headers.get('accept-encoding'))
  const compressed = encoding && (await encodedAs(asset, encoding))
  const body = compressed ?? asset.bytes
  const lines = encoding && compressed ? { ...fixed, 'content-encoding': encoding } : fixed
  if (method === 'HEAD') answerHead(to, lines, body.byteLength)
  else answer(to, 200, lines, body)
}

function encodedAs({ encoded, bytes }: Asset, encoding: Encoding): Promise<Uint8Array | null> {
  let found = encoded.get(encoding)
  if (found === undefined) {
    found = compress(bytes, encoding, EFFORT)
    encoded.set(encoding, found)
  }
  return found
}

function answerHead(to: Exchange, headers: Readonly<Record<string, string>>, bytes: number): void {
  if (to.isOver) return
  to.res.cork(() => {
    to.res.writeStatus('200 OK')
    for (const [name, value] of Object.entries(headers)) to.res.writeHeader(name, value)
    to.res.endWithoutBody(bytes)
  })
  to.isOver = true
}
