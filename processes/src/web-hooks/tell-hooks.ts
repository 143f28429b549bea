import { deliveries, webHooks, type DeliveryRow, type WebHookRow } from '@lianban/storage'
import type { OnRecorded, RecordedEntry } from '@lianban/tenants'
import { newDelivery } from '../delivery/new-delivery.ts'
import { eventOfEntry, mayTell, type EventData } from './event-of-entry.ts'
import { PING } from './events.ts'

/** Puts what entries tell on its way to every hook that wants it, in the transaction of the entries. */
export const tellHooks: OnRecorded = async (tx, tenantId, entries) => {
  if (!entries.some(({ action }) => mayTell(action))) return
  const hooks = await webHooks(tx).active(tenantId)
  if (hooks.length === 0) return
  const events = entries.flatMap((entry) => {
    const told = eventOfEntry(entry)
    return told ? [{ entry, told }] : []
  })
  const rows = events.flatMap(({ entry, told }) =>
    hooks.filter((hook) => hook.events.includes(told.event)).map((hook) => deliveryOf(hook, entry, told)),
  )
  await deliveries(tx).insert(rows)
}

const deliveryOf = (hook: WebHookRow, entry: RecordedEntry, { event, data }: EventData): DeliveryRow => {
  const { id, at, organId = null } = entry
  const [type, ...rest] = entry.subject.split(':')
  const content = {
    id,
    event,
    at: new Date(at).toISOString(),
    tenant: hook.tenant_id,
    subject: { type, id: rest.join(':') },
    organId,
    data,
  }
  return hookDelivery(hook, event, hook.name, content, at)
}

/** A call that only shows that the way is open. @param id of the event */
export const pingOf = (hook: WebHookRow, id: string, at: number): DeliveryRow =>
  hookDelivery(hook, PING, hook.name, { id, event: PING, at: new Date(at).toISOString(), tenant: hook.tenant_id }, at)

const hookDelivery = (hook: WebHookRow, topic: string, title: string, content: object, at: number): DeliveryRow =>
  newDelivery({ tenant_id: hook.tenant_id, channel: 'web-hook', target: hook.id, topic, title, content }, at)
