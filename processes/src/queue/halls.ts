import { createHash, randomBytes } from 'node:crypto'
import { inTransaction, newId, queueDevices, queueTickets, serviceHalls, type QueueDeviceRow } from '@lianban/storage'
import { checkedReason, type Caller } from '@lianban/tenants'
import { byCaller, classNames, hallOf, hallResource, queueEntry, type Hall, type QueuesOptions } from './context.ts'
import { queueError } from './queue-error.ts'
import { checkedSettings, type HallSettings } from './settings.ts'
import { figureView, type QueueFigure } from './views.ts'

const TOKEN_BYTES = 32
const MAX_NAME_CHARS = 100

export interface HallView {
  id: string
  name: string
  organId: string
  settings: HallSettings
  version: number
}

export interface DeviceView {
  id: string
  hallId: string
  hallName: string
  kind: QueueDeviceRow['kind']
  name: string
  registeredAt: number
  revokedAt: number | null
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const hallView = ({ id, name, organ_id, settings, version }: Hall): HallView => ({ id, name, organId: organ_id, settings, version })

/** The halls that the caller may see; whoever may see none gets none. */
export async function listHalls({ database, tenants }: QueuesOptions, caller: Caller): Promise<HallView[]> {
  const restrict = await tenants.authorization.restrict(caller, 'list', 'queue', { organId: 'service_hall.organ_id' })
  return ((await serviceHalls(database).list(caller.tenantId, restrict)) as Hall[]).map(hallView)
}

/**
 * Sets up a hall, or sets it up anew in the place of the version that was read; 0: there is none yet.
 * @throws QueueError HALL_INVALID, HALL_CHANGED; NOT_AUTHORIZED
 */
export async function changeHall(
  options: QueuesOptions,
  caller: Caller,
  given: { id: string; name: string; organId: string; settings: unknown; version: number },
): Promise<HallView> {
  const { database, tenants, clock } = options
  await tenants.authorization.assert(caller, 'configure', { type: 'queue', id: given.id, organId: given.organId })
  const settings = checkedSettings(given.settings)
  const row: Hall = {
    ...{ tenant_id: caller.tenantId, id: given.id, organ_id: given.organId, name: given.name.trim().slice(0, MAX_NAME_CHARS) },
    ...{ settings, version: given.version + 1, changed_at: clock() },
  }
  await inTransaction(database, async (tx) => {
    const before = await serviceHalls(tx).get(caller.tenantId, given.id)
    if (!(await serviceHalls(tx).replace(row))) throw queueError('HALL_CHANGED')
    const payload = { name: row.name, before: (before?.settings ?? null) as never, after: settings as never }
    await tenants.supervision.record(tx, caller.tenantId, [
      queueEntry(byCaller(caller), 'queue.hall-changed', row, { subject: `hall:${row.id}`, payload }),
    ])
  })
  options.onChanged?.(caller.tenantId, row.id)
  return hallView(row)
}

/** The devices of the halls, those put out of use too. @throws NOT_AUTHORIZED */
export async function listDevices({ database, tenants }: QueuesOptions, caller: Caller): Promise<DeviceView[]> {
  await tenants.authorization.assert(caller, 'register', { type: 'queue' })
  const names = new Map((await serviceHalls(database).list(caller.tenantId)).map(({ id, name }) => [id, name]))
  return (await queueDevices(database).list(caller.tenantId)).map((row) => ({
    ...{ id: row.id, hallId: row.hall_id, hallName: names.get(row.hall_id) ?? row.hall_id, kind: row.kind, name: row.name },
    ...{ registeredAt: row.registered_at, revokedAt: row.revoked_at },
  }))
}

/** Registers a device. @returns its token, which is shown this once. @throws QueueError HALL_UNKNOWN; NOT_AUTHORIZED */
export async function registerDevice(
  { database, tenants, clock }: QueuesOptions,
  caller: Caller,
  { hallId, kind, name }: { hallId: string; kind: QueueDeviceRow['kind']; name: string },
): Promise<{ id: string; token: string }> {
  await tenants.authorization.assert(caller, 'register', { type: 'queue', id: hallId })
  const hall = await hallOf(database, caller.tenantId, hallId)
  const [id, token] = [newId(), randomBytes(TOKEN_BYTES).toString('base64url')]
  const row = { tenant_id: caller.tenantId, id, hall_id: hallId, kind, name: name.trim().slice(0, MAX_NAME_CHARS), revoked_at: null }
  await inTransaction(database, async (tx) => {
    await queueDevices(tx).insert({ ...row, token_hash: hashOf(token), registered_by: caller.userId, registered_at: clock() })
    await tenants.supervision.record(tx, caller.tenantId, [
      queueEntry(byCaller(caller), 'queue.device-registered', hall, { subject: `device:${id}`, payload: { kind, name: row.name, hallId } }),
    ])
  })
  return { id, token }
}

/** Puts a device out of use, at once. @throws QueueError DEVICE_UNKNOWN, REASON_MISSING; NOT_AUTHORIZED */
export async function revokeDevice({ database, tenants, clock }: QueuesOptions, caller: Caller, id: string, reason: string): Promise<void> {
  await tenants.authorization.assert(caller, 'register', { type: 'queue', id })
  const text = checkedReason(reason)
  await inTransaction(database, async (tx) => {
    if (!(await queueDevices(tx).revoke(caller.tenantId, id, clock()))) throw queueError('DEVICE_UNKNOWN')
    await tenants.supervision.record(tx, caller.tenantId, [
      { action: 'queue.device-revoked', subject: `device:${id}`, ...byCaller(caller), payload: { reason: text } },
    ])
  })
}

/** The device that holds the token. @throws QueueError DEVICE_UNKNOWN, DEVICE_OF_OTHER_KIND */
export async function deviceOf(
  { database }: QueuesOptions,
  tenantId: string,
  token: string | undefined,
  kind?: QueueDeviceRow['kind'],
): Promise<QueueDeviceRow> {
  const device = token ? await queueDevices(database).byToken(tenantId, hashOf(token)) : undefined
  if (!device) throw queueError('DEVICE_UNKNOWN')
  if (kind && device.kind !== kind) throw queueError('DEVICE_OF_OTHER_KIND')
  return device
}

/** Waiting and service by window and class, of days YYYY-MM-DD, both included. @throws QueueError HALL_UNKNOWN; NOT_AUTHORIZED */
export async function queueFigures(
  { database, tenants }: QueuesOptions,
  caller: Caller,
  { hallId, from, until }: { hallId: string; from: string; until: string },
): Promise<{ items: QueueFigure[] }> {
  const hall = await hallOf(database, caller.tenantId, hallId)
  await tenants.authorization.assert(caller, 'figures', hallResource(hall))
  const rows = await queueTickets(database).figures(caller.tenantId, hallId, from, until)
  return { items: rows.map((row) => figureView(row, classNames(hall))) }
}
