/*
 * The page 上报 without a network: its shell and what it needs to begin are kept, newest first while the network is there. Reports
 * themselves wait in IndexedDB and are sent by the page. Scope: /report.
 */
const SHELL = 'report-shell-1'
const DATA = 'report-data-1'
const PAGE = '/report'
/** Answers without which the page cannot begin. */
const KEPT = ['/api/session', '/api/linkage/categories', '/api/linkage/map']

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

/** The page and the files that it names. */
async function keepShell() {
  const cache = await caches.open(SHELL)
  const answer = await fetch(PAGE, { credentials: 'same-origin' })
  const html = await answer.clone().text()
  await cache.put(PAGE, answer)
  await keepFiles([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path))
}

async function keepFiles(paths) {
  const cache = await caches.open(SHELL)
  for (const path of paths) if (!(await cache.match(path))) await cache.add(path).catch(() => undefined)
}

/** What the page had asked for before it was watched over. */
async function keepData() {
  const cache = await caches.open(DATA)
  for (const path of KEPT) {
    if (await cache.match(path)) continue
    const answer = await fetch(path, { credentials: 'same-origin' }).catch(() => null)
    if (answer?.ok) await cache.put(path, answer)
  }
}

/** The page tells which files it has loaded: parts of it come when they are needed. */
self.addEventListener('message', (event) => {
  if (event.data?.kind === 'loaded') event.waitUntil(Promise.all([keepFiles(event.data.paths), keepData()]))
  // Another person may sit down here.
  if (event.data?.kind === 'forget') event.waitUntil(caches.delete(DATA))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(newest(request, SHELL, PAGE))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(kept(request))
  else if (KEPT.includes(url.pathname)) event.respondWith(newest(request, DATA, url.pathname))
})

/** From the network, else as it was last. */
async function newest(request, name, key) {
  const cache = await caches.open(name)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(key, answer.clone())
    // Logged out: what was kept is nobody's any more.
    else if (answer.status === 401) await caches.delete(DATA)
    return answer
  } catch (error) {
    const old = await cache.match(key)
    if (old) return old
    throw error
  }
}

/** Files whose name carries a hash do not change. */
async function kept(request) {
  const cache = await caches.open(SHELL)
  const old = await cache.match(request)
  if (old) return old
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
