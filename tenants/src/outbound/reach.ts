import { isAddressIn } from '../people/addresses.ts'

/** Whether an address may be called; `isSecure`: by TLS. */
export type Reach = (address: string, isSecure: boolean) => boolean

const LOOPBACK = ['127.0.0.0/8', '::1']

/** What is no public address of another house. Source: IANA special-purpose address registries (RFC 6890 and its updates). */
const SPECIAL = [
  ...LOOPBACK,
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

/** Wherever whoever set the installation up has written down. */
export const ANYWHERE: Reach = () => true

/**
 * Public addresses by TLS, and what lies in the networks named, by TLS too; without TLS only this machine, where it is named.
 * @param networks CIDR, of the configuration
 */
export const publicOr =
  (networks: readonly string[]): Reach =>
  (address, isSecure) => {
    const isNamed = networks.length > 0 && isAddressIn(address, networks)
    return isSecure ? isNamed || !isAddressIn(address, SPECIAL) : isNamed && isAddressIn(address, LOOPBACK)
  }
