import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'
import { pinyinInitials } from '../pinyin-initials.ts'
import { key } from './columns.ts'

const PAGE = 500
const CREDIT_CODE = /^[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}$/
const CITIZEN_ID = /^\d{6}(19|20)\d{9}[\dX]$/

interface Named {
  tenant_id: string
  id: string
  applicant_name: string
  form: string
}

/** Who applies, as inboxes are filtered and searched by: the kind of applicant, and the initials of the name. */
export const migration: Migration = {
  async up(knex) {
    if (!(await knex.schema.hasColumn('case_file', 'applicant_initials'))) {
      await knex.schema.alterTable('case_file', (table) => {
        key(table, 'applicant_kind', 20).comment('organisation, individual-business, person; null: not known')
        key(table, 'applicant_initials', 100).comment('pinyin initials of applicant_name, A to Z and 0 to 9')
      })
    }
    for (let after = { tenant_id: '', id: '' }; ;) {
      const page = await pageOf(knex, after)
      if (page.length === 0) return
      for (const row of page) {
        const found = { applicant_initials: pinyinInitials(row.applicant_name), applicant_kind: kindOf(row.form) }
        await knex('case_file').where({ tenant_id: row.tenant_id, id: row.id }).update(found)
      }
      after = page.at(-1)!
    }
  },
}

const pageOf = (knex: Knex, { tenant_id, id }: { tenant_id: string; id: string }): Promise<Named[]> =>
  knex('case_file')
    .whereRaw('(tenant_id > ? or (tenant_id = ? and id > ?))', [tenant_id, tenant_id, id])
    .orderBy(['tenant_id', 'id'])
    .limit(PAGE)
    .select('tenant_id', 'id', 'applicant_name', 'form')

/** An application with a unified social credit code (GB 32100) is an organisation's; 92 begins that of an individual business. */
function kindOf(form: string): string {
  const code = textsIn(JSON.parse(form)).find((text) => CREDIT_CODE.test(text) && !CITIZEN_ID.test(text))
  if (code === undefined) return 'person'
  return code.startsWith('92') ? 'individual-business' : 'organisation'
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
