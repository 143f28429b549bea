import type { CaseStatus, LampName } from './cases.ts'

/* The supervision log, its proofs and checkpoints. Instants are epoch milliseconds. */

export interface Overview {
  total: number
  lamps: Partial<Record<LampName, number>>
  statuses: Partial<Record<CaseStatus, number>>
  at: number
  log: { size: number; root: string | null; lastCheckpoint: Checkpoint | null; unsealed: number }
}

export interface LogEntry {
  id: string
  /** Place in the log; null until the sealer has given it one. */
  index: number | null
  at: number
  action: string
  actionText: string
  actorId: string
  actorName: string | null
  organName: string | null
  onBehalfOf?: string | null
  ip: string | null
  subject: string
  payload: unknown
  hash: string | null
  /** The personal part was taken away by law. */
  erased: boolean
}

/** The way from an entry to the signed root. All hashes are hex. */
export interface InclusionProof {
  index: number
  leafHash: string
  steps: { sibling: string; side: 'left' | 'right'; node: string; leaves: [begin: number, end: number] }[]
  checkpoint: Checkpoint & { note: string; suite: string }
}

export interface ConsistencyProof {
  from: Checkpoint & { note: string; suite: string }
  to: Checkpoint & { note: string; suite: string }
  hashes: string[]
  leaves: [begin: number, end: number][]
  holds: boolean
}

export interface Delivery {
  id: string
  target: string
  kind: 'folder' | 'object-store' | 'mail' | 'web-hook' | null
  address: string | null
  size: number
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  createdAt: number
  nextAt: number | null
  sentAt: number | null
  location: string | null
  error: string | null
}

export interface PublishedCheckpoint extends Checkpoint {
  note: string
  deliveries: Delivery[]
}

export interface LogFinding {
  kind: 'silence' | 'clock-jump'
  index: number
  server: string
  from: number
  until: number
  durationMs: number
  message: string
}

export interface Checkpoint {
  size: number
  root: string
  at: number
  suite?: string
}

export interface Verification {
  ok: boolean
  size: number
  root: string | null
  checkedAt: number
  checkpoints: number
  problem: { index: number | null; code: string; message: string } | null
  findings: LogFinding[]
  suite: string | null
  publicKeyFingerprint: string
}
