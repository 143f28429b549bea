import type { ConsultationKind, ConsultationRow, Database, Tx } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { Resource } from '../cases/ports.ts'
import type { CalendarOf } from '../clock/index.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import type { Notices } from '../notices/index.ts'

export interface ConsultationContext {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'supervision' | 'organs'>
  notices: Pick<Notices, 'send'>
  matters: MatterStore
  calendarOf: CalendarOf
  /** UTC epoch milliseconds. */
  clock: () => number
}

export const KIND_NAMES: Record<ConsultationKind, string> = { consultation: '咨询', complaint: '投诉' }

export interface By {
  actor: { userId: string; name?: string }
  ip?: string
}
/** Who without an account asks, as the log names him: his name and telephone are not told. */
export const SOMEBODY: By['actor'] = { userId: 'asker', name: '咨询投诉人' }

/** What happened to a consultation, written into the log with it. */
export const logged = ({ tenants }: ConsultationContext, tx: Tx, row: ConsultationRow, verb: string, by: By & { more?: object }) =>
  tenants.supervision.record(tx, row.tenant_id, [
    {
      action: `${row.kind}.${verb}`,
      subject: row.case_id === null ? `consultation:${row.id}` : `case:${row.case_id}`,
      organId: row.organ_id,
      actor: by.actor,
      ip: by.ip,
      payload: { [row.kind]: row.id, matter: row.matter_key, dueAt: row.due_at, ...by.more },
    },
  ])

export const resourceOf = ({ id, organ_id, asker_id }: ConsultationRow): Resource => ({
  ...{ type: 'consultation', id, organId: organ_id },
  ...(asker_id !== null && { applicantId: asker_id }),
})
