import {
  queueWindows,
  serviceHalls,
  type Database,
  type QueueDay,
  type QueueWindowRow,
  type ServiceHallRow,
  type Tx,
} from '@lianban/storage'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import { dayOf, startOfDay } from '../clock/index.ts'
import type { Notices } from '../notices/index.ts'
import type { SupervisionEntry } from '../cases/ports.ts'
import { queueError } from './queue-error.ts'
import type { HallSettings } from './settings.ts'

export interface QueuesOptions {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'supervision'>
  notices: Pick<Notices, 'send'>
  clock: () => number
  /** Told after every change of a hall that its displays and desks may show. */
  onChanged?: (tenantId: string, hallId: string) => void
}

export interface Hall extends Omit<ServiceHallRow, 'settings'> {
  settings: HallSettings
}

/** @throws QueueError HALL_UNKNOWN */
export async function hallOf(db: Tx, tenantId: string, hallId: string): Promise<Hall> {
  const row = await serviceHalls(db).get(tenantId, hallId)
  if (!row) throw queueError('HALL_UNKNOWN')
  return row as Hall
}

export const hallResource = ({ id, organ_id }: Pick<Hall, 'id' | 'organ_id'>) => ({ type: 'queue' as const, id, organId: organ_id })

export const dayIn = ({ tenant_id, id }: Pick<Hall, 'tenant_id' | 'id'>, now: number): QueueDay => ({
  tenantId: tenant_id,
  hallId: id,
  day: dayOf(now),
})

/** The name of a class; its letter once it is gone from the settings. */
export const classNames = ({ settings }: Pick<Hall, 'settings'>) => {
  const names = new Map(settings.classes.map(({ letter, name }) => [letter, name]))
  return (letter: string): string => names.get(letter) ?? letter
}

/** Windows where somebody sits today: what was not closed in the evening is closed in the morning. */
export async function openWindows(db: Tx, hall: Hall, now: number): Promise<(QueueWindowRow & { clerk_id: string })[]> {
  const all = await queueWindows(db).list(hall.tenant_id, hall.id)
  return all.flatMap((row) => (row.clerk_id !== null && isToday(row, now) ? [{ ...row, clerk_id: row.clerk_id }] : []))
}

export const isToday = ({ opened_at }: QueueWindowRow, now: number): boolean => (opened_at ?? 0) >= startOfDay(dayOf(now))

/** What somebody did at a window or a device, for the supervision log. */
export const queueEntry = (
  by: Pick<SupervisionEntry, 'actor' | 'ip'>,
  action: string,
  hall: Pick<Hall, 'organ_id'>,
  { subject, payload }: Pick<SupervisionEntry, 'subject' | 'payload'>,
): SupervisionEntry => ({ action, subject, organId: hall.organ_id, ...by, payload })

export const byCaller = (caller: Caller): Pick<SupervisionEntry, 'actor' | 'ip'> => ({ actor: actorOf(caller), ip: caller.ip })
