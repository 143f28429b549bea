import { randomInt } from 'node:crypto'
import type { Knex } from 'knex'
import type { Migration } from '../migrate.ts'

/*
 * Numbers given out before there was a register, read from the cases that carry them, and the runs of food licences under
 * the name that their scheme gives them now. Every run goes on behind its last number.
 */

const PAGE = 500
const ROWS_AT_ONCE = 50
const CASE_NO = /^\d{6}(\d{8})[0-9A-Z]+(\d{5})$/
const DOCUMENT_NO = /^(\p{Script=Han}+)〔(\d{4})〕(\d+)号$/u
const LICENCE_NO = /^JY([123])\d{6}(\d{6})\d$/
const OLD_LICENCE_RUN = 'food-licence:'

interface CaseNumbers {
  tenant_id: string
  id: string
  case_no: string
  organ_id: string
  submitted_at: number | string
  decided_at: number | string | null
  supplement: string | null
  decision: string | null
}
interface Run {
  tenant_id: string
  organ_id: string
  type: string
  period: number
  last: number
}

export const migration: Migration = {
  async up(knex) {
    await renameLicenceRuns(knex)
    const runs = (await knex('number_sequence').select('*')) as Run[]
    for (let after = { tenant_id: '', id: '' }; ;) {
      const page = await pageOf(knex, after)
      if (page.length === 0) return
      const papers = await papersOf(knex, page)
      const rows = page.flatMap((row) => numbersOf(row, papers.get(`${row.tenant_id} ${row.id}`) ?? [], runs))
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
        await knex('issued_number')
          .insert(rows.slice(at, at + ROWS_AT_ONCE))
          .onConflict()
          .ignore()
      after = page.at(-1)!
    }
  },
}

/** One run of the county for each business form, as its numbers do not name the organ. */
async function renameLicenceRuns(knex: Knex): Promise<void> {
  const old = (await knex('number_sequence').where('type', 'like', `${OLD_LICENCE_RUN}%`)) as Run[]
  for (const { tenant_id, organ_id, type, period, last } of old) {
    const run = { tenant_id, organ_id: '', type: `licence:food-business:${type.slice(OLD_LICENCE_RUN.length)}`, period }
    const known = (await knex('number_sequence').where(run).first('last')) as { last: number } | undefined
    const further = Math.max(Number(last), Number(known?.last ?? 0))
    await knex('number_sequence')
      .insert({ ...run, last: further })
      .onConflict(['tenant_id', 'organ_id', 'type', 'period'])
      .merge(['last'])
    await knex('number_sequence').where({ tenant_id, organ_id, type, period }).delete()
  }
}

const pageOf = (knex: Knex, after: { tenant_id: string; id: string }): Promise<CaseNumbers[]> =>
  knex('case_file')
    .where((later) =>
      later
        .where('tenant_id', '>', after.tenant_id)
        .orWhere((same) => same.where({ tenant_id: after.tenant_id }).andWhere('id', '>', after.id)),
    )
    .orderBy(['tenant_id', 'id'])
    .limit(PAGE)
    .select('tenant_id', 'id', 'case_no', 'organ_id', 'submitted_at', 'decided_at', 'supplement', 'decision')

type Paper = { number: string; at: number }

async function papersOf(knex: Knex, page: CaseNumbers[]): Promise<Map<string, Paper[]>> {
  const papers = new Map<string, Paper[]>()
  // With the tenant there is an index; a case of another one under the same id takes nothing from it.
  const rows = (await knex('issued_document')
    .whereIn('tenant_id', [...new Set(page.map(({ tenant_id }) => tenant_id))])
    .whereIn(
      'case_id',
      page.map(({ id }) => id),
    )
    .whereNotNull('number')
    .select('tenant_id', 'case_id', 'number', 'created_at')) as {
    tenant_id: string
    case_id: string
    number: string
    created_at: number | string
  }[]
  for (const { tenant_id, case_id, number, created_at } of rows) {
    const key = `${tenant_id} ${case_id}`
    papers.set(key, [...(papers.get(key) ?? []), { number, at: Number(created_at) }])
  }
  return papers
}

function numbersOf(row: CaseNumbers, papers: Paper[], runs: Run[]): object[] {
  const decision = (row.decision ? JSON.parse(row.decision) : {}) as { number?: string; licenceNo?: string | null }
  const supplement = (row.supplement ? JSON.parse(row.supplement) : {}) as { number?: string; notifiedAt?: number }
  const at = Number(row.submitted_at)
  const given: Paper[] = [
    { number: row.case_no, at },
    ...papers,
    ...(supplement.number ? [{ number: supplement.number, at: Number(supplement.notifiedAt ?? at) }] : []),
    ...[decision.number, decision.licenceNo].flatMap((number) => (number ? [{ number, at: Number(row.decided_at ?? at) }] : [])),
  ]
  return given.flatMap(({ number, at: issuedAt }) => {
    const entry = entryOf(number, row, runs, issuedAt)
    return entry
      ? [{ query_code: null, tenant_id: row.tenant_id, number, organ_id: row.organ_id, case_id: row.id, issued_at: issuedAt, ...entry }]
      : []
  })
}

/** Kind, run and sequence, as the number itself and the runs tell them. */
function entryOf(number: string, row: CaseNumbers, runs: Run[], at: number): object | null {
  const ofCase = CASE_NO.exec(number)
  if (ofCase && number === row.case_no)
    return {
      kind: 'case',
      ...{ run_organ: '', run_type: 'case', run_period: Number(ofCase[1]), sequence: Number(ofCase[2]) },
      ...{ type: 'case', year: Number(ofCase[1]!.slice(0, 4)), query_code: String(randomInt(1_000_000)).padStart(6, '0') },
    }
  const licence = LICENCE_NO.exec(number)
  if (licence)
    return {
      kind: 'licence',
      ...{ run_organ: '', run_type: `licence:food-business:${licence[1]}`, run_period: 0, sequence: Number(licence[2]) },
      ...{ type: 'food-business', year: new Date(at + 8 * 3_600_000).getUTCFullYear() },
    }
  const document = DOCUMENT_NO.exec(number)
  if (!document) return null
  const year = Number(document[2])
  const type = runs
    .filter((run) => run.tenant_id === row.tenant_id && run.organ_id === row.organ_id && Number(run.period) === year)
    .flatMap((run) => (run.type.startsWith('document:') ? [run.type.slice('document:'.length)] : []))
    .filter((name) => document[1]!.endsWith(name))
    .sort((a, b) => b.length - a.length)[0]
  if (type === undefined) return null
  return {
    kind: 'document',
    ...{ run_organ: row.organ_id, run_type: `document:${type}`, run_period: year, sequence: Number(document[3]) },
    ...{ type, year },
  }
}
