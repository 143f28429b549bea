import type { Knex } from 'knex'

/** A step that somebody has done. Instants are UTC epoch milliseconds. */
export interface DoneStep {
  step: string
  started_at: number
  at: number
  /** By when; null: it had no limit, or the history of the engine was cleared. */
  due_at: number | null
}

/** How long a step took. */
export interface StepDuration {
  step: string
  started_at: number
  at: number
}

/** `[from, to)`, epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

/** Far more than a unit does in a year: a bound for what is read at once. */
const MAX_UNIT_STEPS = 300_000

/** What a clerk's own statistics are made of: rows of time lines, never figures kept beside them. */
export const deskFigures = (db: Knex) => ({
  /** What the user has done, with the time by which it was to be done. */
  done: async (tenantId: string, userId: string, { from, to }: Span): Promise<DoneStep[]> => {
    const rows: DoneStep[] = await db('case_event as e')
      .leftJoin('history_task as h', (on) => on.on('h.tenant_id', 'e.tenant_id').andOn('h.id', 'e.task_id'))
      .where({ 'e.tenant_id': tenantId, 'e.actor_id': userId })
      .where('e.at', '>=', from)
      .where('e.at', '<', to)
      .whereNotNull('e.task_id')
      .select({ step: 'e.step_name', started_at: 'e.started_at', at: 'e.at', due_at: 'h.due_at' })
    return rows.map(({ step, started_at, at, due_at }) => ({
      step,
      started_at: Number(started_at ?? at),
      at: Number(at),
      due_at: due_at === null ? null : Number(due_at),
    }))
  },

  /** How long steps took all who hold or held a post in these organs. */
  unitDurations: async (tenantId: string, organIds: readonly string[], { from, to }: Span): Promise<StepDuration[]> => {
    const people = db('user_post')
      .where({ tenant_id: tenantId })
      .whereIn('organ_id', [...organIds])
      .distinct('user_id')
    const rows: StepDuration[] = await db('case_event')
      .where({ tenant_id: tenantId })
      .whereIn('actor_id', people)
      .where('at', '>=', from)
      .where('at', '<', to)
      .whereNotNull('task_id')
      .whereNotNull('started_at')
      .select({ step: 'step_name', started_at: 'started_at', at: 'at' })
      .limit(MAX_UNIT_STEPS)
    return rows.map(({ step, started_at, at }) => ({ step, started_at: Number(started_at), at: Number(at) }))
  },

  /** When cases were sent back 退回 to steps that the user had done. */
  returned: async (tenantId: string, userId: string, { from, to }: Span): Promise<number[]> => {
    const rows: { sent_at: number | string }[] = await db('case_return as r')
      .where({ 'r.tenant_id': tenantId })
      .where('r.sent_at', '>=', from)
      .where('r.sent_at', '<', to)
      .whereExists((did) => {
        void did
          .select('p.user_id')
          .from('case_participant as p')
          .where({ 'p.tenant_id': tenantId, 'p.user_id': userId })
          .whereRaw('?? = ??', ['p.case_id', 'r.case_id'])
          .whereRaw('?? = ??', ['p.element_id', 'r.to_element'])
      })
      .select('r.sent_at')
    return rows.map(({ sent_at }) => Number(sent_at))
  },
})
