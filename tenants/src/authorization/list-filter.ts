import type { Knex } from 'knex'
import type { Caller } from '../caller.ts'
import type { OrganTree } from './organ-tree.ts'
import type { Grant } from './policy-index.ts'
import { scopeNamed, type ListColumns } from './scopes.ts'

/** Narrows a query to what the grants give; no grant, no rows. */
export function narrowToGrants(
  query: Knex.QueryBuilder,
  caller: Caller,
  grants: readonly Grant[],
  tree: OrganTree,
  columns: ListColumns,
): void {
  if (grants.length === 0) {
    void query.whereRaw('1 = 0')
    return
  }
  void query.andWhere((some) => {
    for (const { scope, organIds } of grants) {
      void some.orWhere((one) => scopeNamed(scope)!.narrow(one, caller, { organIds, tree }, columns))
    }
  })
}

/** Columns of lists over `case_file`. */
export const CASE_COLUMNS: ListColumns = {
  organId: 'case_file.organ_id',
  applicantId: 'case_file.applicant_id',
  participants: (query, userId) =>
    void query.whereExists((step) => {
      void step
        .select('case_participant.user_id')
        .from('case_participant')
        .where('case_participant.user_id', userId)
        .whereRaw('?? = ??', ['case_participant.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['case_participant.case_id', 'case_file.id'])
    }),
}

/** Columns of lists over `user_task`, joined with its `case_file`. */
export const TASK_COLUMNS: ListColumns = {
  organId: 'case_file.organ_id',
  applicantId: 'case_file.applicant_id',
  assignee: 'user_task.assignee',
  participants: CASE_COLUMNS.participants,
  candidates: (query, { userId, groups }) =>
    void query.whereExists((candidate) => {
      void candidate
        .select('user_task_candidate.candidate')
        .from('user_task_candidate')
        .whereRaw('?? = ??', ['user_task_candidate.tenant_id', 'user_task.tenant_id'])
        .whereRaw('?? = ??', ['user_task_candidate.task_id', 'user_task.id'])
        .andWhere((either) => {
          void either.where({ 'user_task_candidate.kind': 'user', 'user_task_candidate.candidate': userId })
          void either.orWhere((group) => {
            void group.where('user_task_candidate.kind', 'group').whereIn('user_task_candidate.candidate', [...groups])
          })
        })
    }),
}
