const WORKER = '/report-sw.js'
let isTelling = false

/** Keeps the page for times without a network, with every file that it has loaded. Does nothing where the browser has no such thing. */
export async function keepShellOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(WORKER, { scope: '/report' }).catch(() => null)
  if (!registration) return
  await navigator.serviceWorker.ready
  if (isTelling) return
  isTelling = true
  // Those that were loaded already, and parts of the page as they come.
  const tell = new PerformanceObserver((list) => {
    const files = list
      .getEntries()
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    registration.active?.postMessage({ kind: 'loaded', paths: [...new Set(files.map(({ pathname }) => pathname))] })
  })
  tell.observe({ type: 'resource', buffered: true })
}
