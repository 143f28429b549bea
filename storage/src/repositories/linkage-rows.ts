/* Rows of the ledger of grid incidents 大联动. Instants are UTC epoch milliseconds, positions degrees in WGS-84. */

export type IncidentState =
  | 'reported'
  | 'filed'
  | 'dispatched'
  | 'disposing'
  | 'verifying'
  | 'closing'
  | 'closed'
  | 'invalid'
  | 'duplicate'
  | 'rejected'
  | 'self-handled'
  | 'withdrawn'

export interface LinkageIncidentRow {
  tenant_id: string
  /** The case's. */
  id: string
  incident_no: string
  source: 'grid' | 'public' | 'hotline'
  state: IncidentState
  category: string
  category_version: number
  severity: string
  longitude: number
  latitude: number
  place: string
  summary: string
  town: string
  grid: string
  reporter_id: string
  duplicate_of: string | null
  lead: string | null
  forced: boolean
  reported_at: number
  filed_at: number | null
  dispatched_at: number | null
  due_at: number | null
  closed_at: number | null
  redispatches: number
  reworks: number
  reopenings: number
  grade: number | null
}

export interface LinkageTargetRow {
  tenant_id: string
  id: string
  incident_id: string
  round: number
  seq: number
  name: string
  organ: string
  role: 'lead' | 'coop'
  n: number
  unit: string
  extended: number | null
  from_at: number
  due_at: number
  done_at: number | null
  deferred_at: number | null
  state: 'open' | 'done' | 'deferred' | 'canceled'
}

export type LinkageDeedKind =
  | 'dispatch'
  | 'refuse'
  | 'redispatch'
  | 'dispute'
  | 'rule'
  | 'extend-asked'
  | 'extended'
  | 'extend-refused'
  | 'defer-asked'
  | 'deferred'
  | 'defer-refused'
  | 'defer-kept'
  | 'resumed'
  | 'rework'
  | 'fraud'
  | 'reopen'

export interface LinkageDeedRow {
  tenant_id: string
  id: string
  incident_id: string
  target_id: string | null
  kind: LinkageDeedKind
  organ: string | null
  code: string | null
  text: string | null
  by_id: string
  by_name: string
  at: number
}

export interface LinkageCategoryRow {
  tenant_id: string
  code: string
  version: number
  current: boolean
  content: unknown
  reason: string | null
  changed_by: string | null
  changed_by_name: string | null
  changed_at: number
}

export interface LinkagePrecedentRow {
  tenant_id: string
  category: string
  town: string
  organ: string
  incident_id: string
  text: string
  by_id: string
  at: number
}

export interface LinkageHotlineRow {
  tenant_id: string
  order_no: string
  incident_id: string
  kind: 'consult' | 'normal' | 'hard'
  caller_name: string
  caller_phone: string
  received_at: number
  reply_due_at: number
  answer: string | null
  answered_at: number | null
  fetched_at: number | null
}

export interface LinkagePhotoRow {
  tenant_id: string
  owner_id: string
  upload_key: string
  size: number
  parts: string[]
  file_id: string | null
  created_at: number
}
