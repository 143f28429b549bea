import { cases, MAX_CASE_PAGE, type CaseLamp } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import type { Caller } from './ports.ts'
import { presentCases } from './present-case.ts'
import type { CaseSummary, Page } from './views.ts'

export interface CaseListQuery {
  /** `mine`: handed in by the caller, joint cases as one; `organ`: of the organs where he holds a post; `all`: everything he may see. */
  view: 'mine' | 'organ' | 'all'
  /** `waiting`: its applicant is to hand something in. */
  status?: 'open' | 'closed' | 'waiting' | 'all'
  lamp?: CaseLamp
  /** Part of the case number or the applicant's name. */
  q?: string
  matter?: { key: string; version?: number }
  /** Only cases that stand at this element of their model now. */
  elementId?: string
  /** 1 to 200. */
  limit: number
  after?: string
}

/** The cases that the caller may list, newest first. */
export async function listCases(context: CaseContext, caller: Caller, query: CaseListQuery): Promise<Page<CaseSummary>> {
  const allowed = await context.tenants.authorization.restrict(caller, 'list', 'case')
  const organIds = [...new Set(caller.posts.map(({ organId }) => organId))]
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const rows = await cases(context.database).list({
    tenantId: caller.tenantId,
    now: context.clock(),
    restrict: (builder) => {
      allowed(builder)
      // The parts of a joint case are found on its page: there is one place to see what is expected.
      if (query.view === 'mine') void builder.where('case_file.applicant_id', caller.userId).whereNull('case_file.parent_case_id')
      if (query.view === 'organ') void builder.whereIn('case_file.organ_id', organIds)
    },
    status: query.status ?? 'all',
    lamp: query.lamp,
    q: query.q?.trim() || undefined,
    matter: query.matter,
    elementId: query.elementId,
    after: query.after,
    limit,
  })
  return { items: await presentCases(context, rows), next: rows.length === limit ? rows.at(-1)!.id : null }
}

/** How many cases of those the caller may list show each lamp and have each status. */
export async function countByLamp(
  context: CaseContext,
  caller: Caller,
): Promise<{ total: number; lamps: Record<string, number>; statuses: Record<string, number> }> {
  const restrict = await context.tenants.authorization.restrict(caller, 'list', 'case')
  const counts = await cases(context.database).counts(caller.tenantId, context.clock(), restrict)
  const sum = (key: 'lamp' | 'status') =>
    counts.reduce<Record<string, number>>((sums, row) => ({ ...sums, [row[key]]: (sums[row[key]] ?? 0) + row.count }), {})
  return { total: counts.reduce((total, { count }) => total + count, 0), lamps: sum('lamp'), statuses: sum('status') }
}
