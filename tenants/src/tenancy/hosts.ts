/** RFC 1035: the whole name, and each label of it. */
const MAX_HOST_CHARS = 253
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** In brackets, as a URL writes it. */
const IPV6 = /^\[[0-9a-f:.]{2,45}\]$/

/**
 * One spelling for every way in which a browser may name a host: lower case, no port, no dot at the end. International
 * names come in as `xn--…`, as browsers send them.
 * @param given a Host header or a configured name, e.g. `Sanhu.Example.cn.:8080`
 * @returns null if it is no host name
 */
export function normalHost(given: string): string | null {
  const host = given
    .trim()
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
  if (IPV6.test(host)) return host
  if (host === '' || host.length > MAX_HOST_CHARS) return null
  return host.split('.').every((label) => LABEL.test(label)) ? host : null
}
