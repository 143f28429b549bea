import { BlockList, isIP } from 'node:net'

/** `10.2.0.0/16`, `10.2.3.4`, `fd00::/8`. */
export function isCidr(text: string): boolean {
  const [address, prefix, ...more] = text.split('/')
  const family = isIP(address ?? '')
  if (family === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** Whether the address lies in one of the ranges; with no range every address does. */
export function isAddressIn(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true
  const list = new BlockList()
  for (const range of ranges) {
    const [net, prefix] = range.split('/')
    const family = isIP(net!) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(net!, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family)
  }
  // An IPv4 caller of a server that listens on IPv6 as well.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}
