const WORKER = '/report-sw.js'

/** Keeps the page for times without a network, with every file that it has loaded. Does nothing where the browser has no such thing. */
export async function keepShellOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(WORKER, { scope: '/report' }).catch(() => null)
  if (!registration) return
  await navigator.serviceWorker.ready
  const loaded = () =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
      .map(({ pathname }) => pathname)
  registration.active?.postMessage({ kind: 'loaded', paths: [...new Set(loaded())] })
}
