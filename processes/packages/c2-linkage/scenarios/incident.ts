import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { linkageIncidents } from '@lianban/storage'
import type { Scenario } from '@lianban/processes/testing'
import { createLinkage } from '@lianban/processes'

export const FOLDER = join(fileURLToPath(new URL('.', import.meta.url)), '..')
/** A Monday morning. */
export const MONDAY = '2026-09-21T09:00:00+08:00'
export const china = (text: string): number => Date.parse(`${text}+08:00`)

/** In 莲湖镇, the county town; in 芦洲镇, a rural one. */
export const IN_TOWN = { address: '莲湖镇人民路12号', longitude: 119.06, latitude: 33.14 }
export const IN_VILLAGE = { address: '芦洲镇芦苇村', longitude: 119.2, latitude: 33.25 }

export const BURST_PIPE = 'S0501'
export const GARBAGE = 'S0101'
export const DISPUTE = 'S0601'

/** The people of the flow by what they do, and the ledger's own desk. */
export function cast(s: Scenario) {
  const linkage = createLinkage({ ...s, calendarOf: (tenantId: string) => s.calendars.of(tenantId) })
  return {
    linkage,
    gridWorker: s.person('lianhu-wangge'),
    citizen: s.person('shenqing'),
    taker: s.person('xxzx-shouli'),
    shift: s.person('xxzx-zhiban'),
    dispatcher: s.person('xxzx-paiqian'),
    verifier: s.person('xxzx-hecha'),
    director: s.person('xxzx-zhuren'),
    meeting: s.person('zfb-lianxi'),
    disposer: (organ: string) => s.person(`${organ}-chuzhi`),
    incident: async (id: string) => (await linkageIncidents(s.database).get(s.tenantId, id))!,
    targets: (id: string) => linkageIncidents(s.database).targetsOf(s.tenantId, [id]),
    deeds: async (id: string) =>
      (await linkageIncidents(s.database).deedsOf(s.tenantId, [id])).map(({ kind, organ }) => `${kind} ${organ}`),
  }
}
export type Cast = ReturnType<typeof cast>

/** A photo as forms name it, just uploaded by this person. */
export async function photo(person: Cast['taker'], name = '现场.jpg') {
  return [{ fileId: await person.uploads(name, 'image/jpeg'), name, size: 1000 }]
}

/** A grid worker reports with a photo. @returns id of the case */
export async function report(c: Cast, category: string, more: Record<string, unknown> = {}): Promise<string> {
  const photos = [await c.gridWorker.uploads('前.jpg', 'image/jpeg')]
  return c.gridWorker.submits('grid-incident', { summary: '路面情况', category, location: IN_TOWN, ...more }, { photos })
}

/** Accepted and filed under its category. */
export async function filed(c: Cast, category: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = await report(c, category, more)
  await c.taker.does('Task_Accept', 'valid')
  await c.shift.does('Task_File', 'file', { fields: { category } })
  return id
}

export async function dispatched(
  c: Cast,
  category: string,
  lead: string,
  coops: string[] = [],
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = await filed(c, category, more)
  await c.dispatcher.does('Task_Dispatch', 'dispatch', { form: { lead, coops } })
  return id
}

export const refusal = async (person: Cast['taker']) => ({
  fields: {
    ...{ code: 'ownership', basis: '三湖县权责清单 第12项' },
    basisFiles: [{ fileId: await person.uploads('权责清单.pdf'), name: '权责清单.pdf', size: 1000 }],
  },
})

export const disposed = async (person: Cast['taker']) => ({ fields: { measure: '已处置', photos: await photo(person, '后.jpg') } })
