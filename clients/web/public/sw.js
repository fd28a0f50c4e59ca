// Keeps the shell of the app for the moments without a network. It never answers with an old page while the
// server can be reached: pages come from the network first; only files whose name holds their hash come from here.
const SHELL = 'parley-shell-1'
const FILES_MAX = 80
// files of the shell whose names stay the same: from the network too, as long as there is one
const SMALL = ['/theme.js', '/icon.svg', '/icon-192.png', '/manifest.webmanifest']

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

/** The page and the files it names: they were loaded before there was a worker to keep them. */
async function keepShell() {
  const cache = await caches.open(SHELL)
  const answer = await fetch('/', { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`the shell was answered with ${answer.status}`)
  const page = await answer.clone().text()
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1])
  await cache.addAll(files)
  await cache.put('/', answer)
}

self.addEventListener('activate', (event) => {
  const dropOthers = caches
    .keys()
    .then((keys) => Promise.all(keys.filter((key) => key !== SHELL).map((key) => caches.delete(key))))
  event.waitUntil(dropOthers.then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (SMALL.includes(url.pathname)) event.respondWith(small(request))
})

async function page(request) {
  const cache = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    if (answer.ok && isPage && !answer.redirected) await cache.put('/', answer.clone())
    return answer
  } catch {
    return (await cache.match('/')) ?? Response.error()
  }
}

async function small(request) {
  const cache = await caches.open(SHELL)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(request, answer.clone())
    return answer
  } catch {
    return (await cache.match(request)) ?? Response.error()
  }
}

async function asset(request) {
  const cache = await caches.open(SHELL)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    await dropOldest(cache)
  }
  return answer
}

/** Assets of former builds go first: a cache lists its entries in the order they came. */
async function dropOldest(cache) {
  const assets = (await cache.keys()).filter((kept) => new URL(kept.url).pathname.startsWith('/assets/'))
  for (const old of assets.slice(0, Math.max(0, assets.length - FILES_MAX))) await cache.delete(old)
}
