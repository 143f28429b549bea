/* What workers and departmental systems log in with. Instants are epoch milliseconds. */

export interface ApiToken {
  id: string
  hint: string
  name: string
  organId: string
  organName: string
  topics: string[]
  rights: string[]
  addresses: string[]
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
  lastUsedIp: string | null
  revokedAt: number | null
  expired: boolean
}

export interface ApiTokenOptions {
  organs: { id: string; name: string }[]
  topics: string[]
  rights: { key: string; name: string }[]
}

export interface NewApiToken {
  name: string
  organId: string
  topics: string[]
  rights: string[]
  addresses: string[]
  days: number
}
