import type { Knex } from 'knex'
import { newId } from '../ids.ts'
import type { Migration } from '../migrate.ts'

/*
 * Licences granted before there were records of them, read from the decisions of their cases. What stands on the face is
 * read from the form by the version of the matter that the case ran on.
 */

const PAGE = 500
/** Fields in which the forms of that time named the holder by his code. */
const CODE_FIELDS = ['creditCode', 'citizenId']

interface GrantedCase {
  tenant_id: string
  id: string
  matter_key: string
  matter_version: number
  matter_name: string
  organ_id: string
  organ_name: string
  applicant_id: string
  applicant_name: string
  form: string
  decided_at: number | string | null
  submitted_at: number | string
  decision: string
}
interface Decision {
  result?: string
  licenceNo?: string | null
  reasons?: string | null
  decidedOn: string
  validFrom?: string | null
  validUntil?: string | null
}
interface LicenceManifest {
  name: string
  kind?: string
  face?: { label: string; field: string }[]
}

export const migration: Migration = {
  async up(knex) {
    const licences = new Map<string, LicenceManifest>()
    for (let after = { tenant_id: '', id: '' }; ;) {
      const page = await pageOf(knex, after)
      if (page.length === 0) return
      for (const row of page) await fill(knex, row, await licenceOf(knex, licences, row))
      after = page.at(-1)!
    }
  },
}

const pageOf = (knex: Knex, after: { tenant_id: string; id: string }): Promise<GrantedCase[]> =>
  knex('case_file')
    .whereNotNull('decision')
    .andWhere((later) =>
      later
        .where('tenant_id', '>', after.tenant_id)
        .orWhere((same) => same.where({ tenant_id: after.tenant_id }).andWhere('id', '>', after.id)),
    )
    .orderBy(['tenant_id', 'id'])
    .limit(PAGE)
    .select('*')

async function licenceOf(
  knex: Knex,
  known: Map<string, LicenceManifest>,
  { tenant_id, matter_key, matter_version, matter_name }: GrantedCase,
): Promise<LicenceManifest> {
  const place = `${tenant_id} ${matter_key} ${matter_version}`
  const found = known.get(place)
  if (found) return found
  const row = (await knex('matter').where({ tenant_id, key: matter_key, version: matter_version }).first('definition')) as
    { definition: string } | undefined
  const { matter } = JSON.parse(row?.definition ?? '{}') as { matter?: { licence?: LicenceManifest } }
  const licence = matter?.licence ?? { name: matter_name }
  known.set(place, licence)
  return licence
}

async function fill(knex: Knex, row: GrantedCase, licence: LicenceManifest): Promise<void> {
  const decision = JSON.parse(row.decision) as Decision
  const { tenant_id, organ_id, organ_name, matter_key, matter_name } = row
  const licenceNo = decision.result === 'refuse' ? null : decision.licenceNo
  if (!licenceNo) return
  if (await knex('licence').where({ tenant_id, licence_no: licenceNo }).first('id')) return
  const form = JSON.parse(row.form) as Record<string, unknown>
  const at = Number(row.decided_at ?? row.submitted_at)
  const id = newId()
  const [code] = CODE_FIELDS.flatMap((field) => (typeof form[field] === 'string' ? [form[field]] : []))
  await knex('licence').insert({
    ...{ tenant_id, id, licence_no: licenceNo, kind: licence.kind ?? matter_key, name: licence.name, matter_key, matter_name },
    ...{ organ_id, organ_name, case_id: row.id, paper_case_id: row.id },
    ...{ holder_id: row.applicant_id, holder_name: row.applicant_name, holder_code: code?.slice(0, 32) ?? null },
    face: JSON.stringify(faceOf(licence, form, row.applicant_name)),
    ...{ valid_from: decision.validFrom ?? decision.decidedOn, valid_until: decision.validUntil ?? null },
    ...{ state: 'valid', state_at: null, created_at: at },
  })
  await knex('licence_event').insert({
    ...{ tenant_id, id: newId(), licence_id: id, at, act: 'grant', stage: 'done', case_id: row.id, silence_at: null },
    ...{ actor_id: null, actor_name: null, reason: decision.reasons ?? null, data: null },
  })
}

function faceOf({ face }: LicenceManifest, form: Record<string, unknown>, holderName: string): { label: string; text: string }[] {
  if (!face) return [{ label: '持证人', text: holderName }]
  return face.flatMap(({ label, field }) => {
    const value = form[field] ?? ''
    const text = Array.isArray(value) ? value.join('、') : String(value as string | number)
    return text === '' ? [] : [{ label, text }]
  })
}
