import type { Checkpoint } from '../checkpoint.ts'

/** A signed head as it leaves the house. */
export interface Publication {
  tenantId: string
  checkpoint: Checkpoint
  /** Hex SHA-256 of the public key that signed it. */
  publicKeyFingerprint: string
}

/** A place outside the database where signed heads are kept. */
export interface PublishTarget {
  /** Stands in the deliveries; stable, at most 64 characters. */
  readonly name: string
  readonly kind: 'folder' | 'object-store' | 'mail' | 'web-hook'
  /** For people: which folder, which mailbox; without secrets. */
  readonly address: string
  /** Brings a head there; the same head twice does no harm. @returns where it lies now @throws Error with a message for people */
  send(publication: Publication): Promise<string>
}

/** `sanhu-000000000042.checkpoint`: by size, so that a listing is in the order of the log. */
export const publicationName = ({ tenantId, checkpoint }: Publication): string =>
  `${tenantId}-${String(checkpoint.size).padStart(12, '0')}.checkpoint`
