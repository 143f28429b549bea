import { publications, type PublicationRow, type PublicationState } from '@lianban/storage'
import { neutral, writeCsv, writeXlsx } from '@lianban/tenants'
import type { Caller } from '../cases/ports.ts'
import type { Page } from '../cases/views.ts'
import { correctPublication, withdrawPublication, type Correction } from './correct-publication.ts'
import { publicDecision, publicationView, STANDARD_COLUMNS, type PublicDecision, type PublicationView } from './publication-views.ts'
import type { PublicationsOptions } from './publications-options.ts'
import { publishDecision, type Published } from './publish-decision.ts'

/** Rows of one download. */
const MAX_EXPORT_ROWS = 5_000
const EXPORT_PAGE = 1_000

/** What anyone may look for. */
export interface PublicitySearch {
  /** Part of the holder's name or code, of the document's number or the licence's. */
  q?: string
  organ?: string
  matter?: string
}

export interface PublicityPage extends Page<PublicDecision> {
  total: number
  organs: { key: string; name: string }[]
  matters: { key: string; name: string }[]
}

export interface PublicationListQuery extends PublicitySearch {
  state?: PublicationState
  limit: number
  after?: string
}

export interface Publications {
  /** See publish-decision.ts. */
  publish(tenantId: string, caseId: string): Promise<Published>
  /** What anyone may read, newest first. */
  search(tenantId: string, search: PublicitySearch, page: { limit: number; after?: string }): Promise<PublicityPage>
  /** The same as a file by the national data standard, at most 5,000 rows. */
  download(tenantId: string, search: PublicitySearch, format: 'csv' | 'xlsx'): Promise<Buffer>
  /** Publications of the organs that the caller may see, withheld and withdrawn ones too. @throws NOT_AUTHORIZED */
  list(caller: Caller, query: PublicationListQuery): Promise<Page<PublicationView> & { total: number }>
  /** See correct-publication.ts. */
  correct(caller: Caller, id: string, correction: Correction): Promise<void>
  withdraw(caller: Caller, id: string, asked: Pick<Correction, 'version' | 'reason'>): Promise<void>
}

/** 双公示: decisions become public, anyone may look them up, the supervisor corrects what is wrong. */
export function createPublications(options: PublicationsOptions): Publications {
  const { database, tenants } = options
  const queryOf = (tenantId: string, { q, organ, matter }: PublicitySearch) => ({
    ...{ tenantId, organId: organ, matterKey: matter },
    q: q?.trim() || undefined,
  })
  return {
    publish: (tenantId, caseId) => publishDecision(options, tenantId, caseId),

    async search(tenantId, search, page) {
      const query = { ...queryOf(tenantId, search), state: 'public' as const }
      const { rows, next } = await publications(database).list({ ...query, ...page })
      const total = await publications(database).count(query)
      return { items: rows.map(publicDecision), next, total, ...(await publications(database).choices(tenantId)) }
    },

    async download(tenantId, search, format) {
      const decisions: PublicDecision[] = []
      for (let after: string | undefined; decisions.length < MAX_EXPORT_ROWS;) {
        const query = { ...queryOf(tenantId, search), state: 'public' as const, limit: EXPORT_PAGE, after }
        const { rows, next } = await publications(database).list(query)
        decisions.push(...rows.map(publicDecision))
        if (next === null) break
        after = next
      }
      const head = STANDARD_COLUMNS.map(({ title }) => title)
      const rows = decisions.map((decision) => STANDARD_COLUMNS.map(({ of }) => of(decision) ?? ''))
      if (format === 'csv') return writeCsv([head, ...rows.map((row) => row.map(neutral))])
      return writeXlsx([{ name: '行政许可公示', head, widths: STANDARD_COLUMNS.map(({ width }) => width), rows }])
    },

    async list(caller, { state, limit, after, ...search }) {
      await assertSomewhere(caller)
      const restrict = await tenants.authorization.restrict(caller, 'list', 'publication', { organId: 'publication.organ_id' })
      const query = { ...queryOf(caller.tenantId, search), state, restrict }
      const { rows, next } = await publications(database).list({ ...query, limit, after })
      return { items: await views(rows), next, total: await publications(database).count(query) }
    },

    correct: (caller, id, correction) => correctPublication(options, caller, id, correction),
    withdraw: (caller, id, asked) => withdrawPublication(options, caller, id, asked),
  }

  /** A list of nothing would say that there is nothing. @throws NOT_AUTHORIZED */
  async function assertSomewhere(caller: Caller): Promise<void> {
    const organs = [null, ...caller.posts.map(({ organId }) => organId)]
    const found = organs.find((organId) => tenants.authorization.decide(caller, 'list', { type: 'publication', organId }).allowed)
    await tenants.authorization.assert(caller, 'list', { type: 'publication', organId: found ?? null })
  }

  async function views(rows: readonly PublicationRow[]): Promise<PublicationView[]> {
    const [first] = rows
    if (!first) return []
    const changed = rows.filter(({ version }) => version > 1).map(({ id }) => id)
    const changes = await publications(database).changes(first.tenant_id, changed)
    return rows.map((row) => publicationView(row, changes))
  }
}
