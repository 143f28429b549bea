import { linkageCategories, linkageIncidents, linkagePhotos } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import type { Submitted } from '../cases/submit.ts'
import { CategoryContent } from './category.ts'
import type { LinkageContext } from './context.ts'
import { chainAt } from './grids.ts'
import { ensureCategories, refused } from './ledger-tools.ts'
import { INCIDENT_MATTER } from './names.ts'
import { boxAround, distanceM, fromGcj02, type Position } from './position.ts'
import { SANHU_MAP } from './sanhu-map.ts'

/** A position as a phone gives it: in which coordinates is said. */
export interface GivenPosition extends Position {
  /** @default wgs84 */
  system?: 'wgs84' | 'gcj02'
}

export interface IncidentReport {
  category: string
  position: GivenPosition
  place: string
  summary: string
  description?: string
  phone?: string
  /** Whoever reports it has put it right on the spot. */
  selfHandled?: boolean
  /** ISO instant of the first photo. */
  takenAt?: string
  /** Keys of photos that have arrived whole. */
  photos: string[]
  /** Made when the report is written: however often it is sent, it is one case. */
  idempotencyKey: string
}

/** Metres to the centimetre, degrees to about that. */
const ROUND = 1e7
const rounded = ({ longitude, latitude }: Position): Position => ({
  longitude: Math.round(longitude * ROUND) / ROUND,
  latitude: Math.round(latitude * ROUND) / ROUND,
})

const inWgs84 = ({ system = 'wgs84', longitude, latitude }: GivenPosition): Position =>
  rounded(system === 'gcj02' ? fromGcj02({ longitude, latitude }) : { longitude, latitude })

/**
 * A report from a phone, when all its photos are there.
 * @throws CaseError LEDGER_REFUSED (PHOTOS_MISSING), FORM_INVALID and what `submit` throws; NOT_AUTHORIZED
 */
export async function report(context: LinkageContext, caller: Caller, given: IncidentReport): Promise<Submitted> {
  await context.tenants.authorization.assert(caller, 'report', { type: 'incident-ledger' })
  const photos: string[] = []
  for (const key of given.photos) {
    const photo = await linkagePhotos(context.database).get(caller.tenantId, caller.userId, key)
    if (!photo?.file_id) throw refused('PHOTOS_MISSING', '照片尚未全部上传,上传完毕后再提交')
    photos.push(photo.file_id)
  }
  const { category, place, summary, description, phone, selfHandled, takenAt } = given
  const location = { address: place, ...inWgs84(given.position) }
  const said = { description, phone, selfHandled, takenAt }
  const rest = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ''))
  const form = { summary, category, location, ...rest }
  return context.cases.submit(caller, { matterKey: INCIDENT_MATTER, form, materials: { photos }, idempotencyKey: given.idempotencyKey })
}

/** What may be reported, for the phone. */
export async function categoryChoices(context: LinkageContext, caller: Caller) {
  await context.tenants.authorization.assert(caller, 'look', { type: 'incident-ledger' })
  await ensureCategories(context.database, caller.tenantId, context.clock())
  return (await linkageCategories(context.database).current(caller.tenantId)).map(({ code, content }) => {
    const { kind, className, name, severity } = CategoryContent.parse(content)
    return { code, kind, className, name, severity }
  })
}

/** What is known of the place: grid and town; null outside of the county. */
export const placeAt = (position: GivenPosition) => chainAt(SANHU_MAP, inWgs84(position))

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * Reports that are probably the same: of the same category, within its radius and its hours. Nothing that says who reported.
 * @throws NOT_AUTHORIZED
 */
export async function near(context: LinkageContext, caller: Caller, { category, position }: { category: string; position: GivenPosition }) {
  await context.tenants.authorization.assert(caller, 'look', { type: 'incident-ledger' })
  const row = await linkageCategories(context.database).get(caller.tenantId, category)
  if (!row) return []
  const { radiusM, windowHours } = CategoryContent.parse(row.content)
  const at = inWgs84(position)
  const since = context.clock() - Math.min(windowHours * HOUR_MS, 3 * DAY_MS)
  const rows = await linkageIncidents(context.database).near(caller.tenantId, category, boxAround(at, radiusM), since)
  return rows
    .map((incident) => ({ incident, distance: distanceM(at, incident) }))
    .filter(({ distance }) => distance <= radiusM)
    .sort((a, b) => a.distance - b.distance)
    .map(({ incident: { incident_no, state, reported_at, place }, distance }) => ({
      ...{ incidentNo: incident_no, state, place, reportedAt: reported_at },
      distanceM: Math.round(distance),
    }))
}
