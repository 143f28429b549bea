import type { Knex } from 'knex'
import type { Caller } from '../caller.ts'
import type { OrganTree } from './organ-tree.ts'
import type { Grant } from './policy-index.ts'
import { columnOf, scopeNamed, type ListColumns } from './scopes.ts'

/** A part of a list: what grants give to a person, his own or lent to the one who asks; `matters` null = all. */
export interface ListPortion {
  caller: Caller
  grants: readonly Grant[]
  matters: readonly string[] | null
}

/** Narrows a query to what the portions give; no grant, no rows. */
export function narrowToPortions(query: Knex.QueryBuilder, portions: readonly ListPortion[], tree: OrganTree, columns: ListColumns): void {
  if (portions.every(({ grants }) => grants.length === 0)) {
    void query.whereRaw('1 = 0')
    return
  }
  void query.andWhere((some) => {
    for (const { caller, grants, matters } of portions) {
      for (const { scope, organIds } of grants) {
        void some.orWhere((one) => {
          scopeNamed(scope)!.narrow(one, caller, { organIds, tree }, columns)
          if (matters !== null) void one.whereIn(columnOf(columns, 'matterKey'), [...matters])
        })
      }
    }
  })
}

/** Columns of lists over `case_file`. */
export const CASE_COLUMNS: ListColumns = {
  organId: 'case_file.organ_id',
  applicantId: 'case_file.applicant_id',
  matterKey: 'case_file.matter_key',
  organs: (query, organIds) =>
    void query.whereExists((party) => {
      void party
        .select('case_party.organ_id')
        .from('case_party')
        .whereIn('case_party.organ_id', [...organIds])
        .whereRaw('?? = ??', ['case_party.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['case_party.case_id', 'case_file.id'])
    }),
  participants: (query, userIds) =>
    void query.whereExists((step) => {
      void step
        .select('case_participant.user_id')
        .from('case_participant')
        .whereIn('case_participant.user_id', [...userIds])
        .whereRaw('?? = ??', ['case_participant.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['case_participant.case_id', 'case_file.id'])
    }),
  readers: (query, userId) => {
    void query.whereExists((reader) => {
      void reader
        .select('case_reader.user_id')
        .from('case_reader')
        .where({ 'case_reader.user_id': userId, 'case_reader.canceled_at': null })
        .whereRaw('?? = ??', ['case_reader.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['case_reader.case_id', 'case_file.id'])
    })
    void query.orWhereExists((asked) => {
      void asked
        .select('case_question.asked_id')
        .from('case_question')
        .where({ 'case_question.asked_id': userId, 'case_question.state': 'open' })
        .whereRaw('?? = ??', ['case_question.tenant_id', 'case_file.tenant_id'])
        .whereRaw('?? = ??', ['case_question.case_id', 'case_file.id'])
    })
  },
}

/** Columns of lists over `user_task`, joined with its `case_file`. */
export const TASK_COLUMNS: ListColumns = {
  ...CASE_COLUMNS,
  assignee: 'user_task.assignee',
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
