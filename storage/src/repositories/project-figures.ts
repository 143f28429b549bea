import type { Knex } from 'knex'
import type { Tx } from '../database.ts'

/** Of one organ's projects, in one year, as it stood at the end of a day. */
export interface ProjectFiguresQuery {
  tenantId: string
  organId: string
  year: number
  /** YYYY-MM-DD; what came later does not count. */
  until: string
}

/** A planned day of a project with when it was reached. */
export interface PlannedDay {
  plannedOn: string
  /** YYYY-MM-DD, or epoch milliseconds of a stage; null: not yet. */
  reached: string | number | null
}

/** More than the planned days of an organ's year will ever be. */
const MAX_ROWS = 5000

/** Figures of the projects of an organ for other systems, each with the text of its query. */
export const projectFigures = (db: Tx) => ({
  /** Stages and contract milestones that were planned for the year, until `until`. */
  plannedDays: async (query: ProjectFiguresQuery): Promise<{ rows: PlannedDay[]; sql: string[] }> => {
    const due = (builder: Knex.QueryBuilder, column: string) =>
      ofOrgan(builder, query).andWhere(column, '>=', `${query.year}-01-01`).andWhere(column, '<=', query.until).limit(MAX_ROWS)
    const stages = due(
      db('project_stage').join('project', (on) =>
        on.on('project.tenant_id', 'project_stage.tenant_id').andOn('project.id', 'project_stage.project_id'),
      ),
      'project_stage.planned_on',
    ).select({ plannedOn: 'project_stage.planned_on', reached: 'project_stage.passed_at' })
    const milestones = due(
      db('project_milestone')
        .join('project_contract', (on) =>
          on.on('project_contract.tenant_id', 'project_milestone.tenant_id').andOn('project_contract.id', 'project_milestone.contract_id'),
        )
        .join('project', (on) =>
          on.on('project.tenant_id', 'project_contract.tenant_id').andOn('project.id', 'project_contract.project_id'),
        ),
      'project_milestone.planned_on',
    ).select({ plannedOn: 'project_milestone.planned_on', reached: 'project_milestone.accepted_on' })
    const [ofStages, ofMilestones] = [(await stages) as PlannedDay[], (await milestones) as PlannedDay[]]
    return {
      rows: [...ofStages.map((row) => ({ ...row, reached: row.reached === null ? null : Number(row.reached) })), ...ofMilestones],
      sql: [stages.toQuery(), milestones.toQuery()],
    }
  },

  /** The budgets of the year, and what of them was paid until `until`. Fen. */
  budget: async (query: ProjectFiguresQuery): Promise<{ budgetFen: number; paidFen: number; sql: string[] }> => {
    const { year, until } = query
    const joined = (table: string) =>
      ofOrgan(
        db(table).join('project', (on) => on.on('project.tenant_id', `${table}.tenant_id`).andOn('project.id', `${table}.project_id`)),
        query,
      )
    const budgets = joined('project_amount')
      .andWhere({ 'project_amount.kind': 'budget', 'project_amount.year': year })
      .sum({ fen: 'project_amount.fen' })
    const payments = joined('project_payment')
      .andWhere({ 'project_payment.state': 'paid', 'project_payment.year': year })
      .andWhere('project_payment.paid_on', '<=', until)
      .sum({ fen: 'project_payment.fen' })
    const sumOf = async (builder: Knex.QueryBuilder) => Number(((await builder) as { fen: number | string | null }[])[0]?.fen ?? 0)
    return { budgetFen: await sumOf(budgets), paidFen: await sumOf(payments), sql: [budgets.toQuery(), payments.toQuery()] }
  },
})

const ofOrgan = (builder: Knex.QueryBuilder, { tenantId, organId }: ProjectFiguresQuery): Knex.QueryBuilder =>
  builder.where({ 'project.tenant_id': tenantId, 'project.organ_id': organId })
