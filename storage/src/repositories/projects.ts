import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import { containing } from './cases.ts'

export type ProjectKind = 'informatisation' | 'construction'

/** A project of the county's register 项目库. Instants are UTC epoch milliseconds. */
export interface ProjectRow {
  tenant_id: string
  id: string
  code: string
  name: string
  kind: ProjectKind
  organ_id: string
  organ_name: string
  /** What it has passed last. */
  stage: string
  need: string
  case_id: string
  entered_at: number
  moved_at: number
}

/** A station of its life line. */
export interface ProjectStageRow {
  tenant_id: string
  project_id: string
  stage: string
  /** YYYY-MM-DD. */
  planned_on: string | null
  passed_at: number | null
  case_id: string | null
  /** 文号. */
  number: string | null
}

/** A case that touched it. */
export interface ProjectCaseRow {
  tenant_id: string
  project_id: string
  case_id: string
  case_no: string
  matter_key: string
  matter_name: string
  opened_at: number
  closed_at: number | null
  status: string | null
}

export interface ProjectQuery {
  tenantId: string
  /** Narrows to what the caller may list; speaks of `project`. */
  restrict: (query: Knex.QueryBuilder) => void
  stage?: string
  /** Part of the code or of the name. */
  q?: string
  /** Id of the last project of the page before; ids grow with time. */
  after?: string
  /** 1 to 200. */
  limit: number
}

const MAX_PAGE = 200
/** More than the projects of a page will ever have. */
const MAX_ROWS = 5000

export const projects = (db: Tx) => ({
  /** @throws a unique violation if the code is taken */
  insert: async (row: ProjectRow): Promise<void> => void (await db('project').insert(row)),

  get: async (tenantId: string, id: string): Promise<ProjectRow | undefined> =>
    project(await db('project').where({ tenant_id: tenantId, id }).first()),

  byCode: async (tenantId: string, code: string): Promise<ProjectRow | undefined> =>
    project(await db('project').where({ tenant_id: tenantId, code }).first()),

  /** The project, held until the end of the transaction: nobody else moves it or its money meanwhile. */
  lock: async (tenantId: string, code: string): Promise<ProjectRow | undefined> =>
    project(await db('project').where({ tenant_id: tenantId, code }).forUpdate().first()),

  /** Those whose name is the same or contains it. */
  named: async (tenantId: string, name: string): Promise<ProjectRow[]> =>
    (
      (await db('project')
        .where({ tenant_id: tenantId })
        .andWhereRaw("name like ? escape '!'", [containing(name)])
        .orderBy('id')
        .limit(MAX_PAGE)) as unknown[]
    ).map((row) => project(row)!),

  /** Newest first. */
  list: async ({ tenantId, restrict, stage, q, after, limit }: ProjectQuery): Promise<ProjectRow[]> => {
    const rows: unknown[] = await db('project')
      .where('project.tenant_id', tenantId)
      .where((inner) => restrict(inner))
      .modify((query) => {
        if (stage !== undefined) void query.where('project.stage', stage)
        if (after !== undefined) void query.where('project.id', '<', after)
        if (q !== undefined)
          void query.where((either) => {
            const pattern = [containing(q)]
            void either.whereRaw("project.code like ? escape '!'", pattern).orWhereRaw("project.name like ? escape '!'", pattern)
          })
      })
      .orderBy('project.id', 'desc')
      .limit(Math.min(limit, MAX_PAGE))
      .select('project.*')
    return rows.map((row) => project(row)!)
  },

  /** How many stand at each stage. */
  counts: async (tenantId: string, restrict: ProjectQuery['restrict']): Promise<{ stage: string; count: number }[]> => {
    const rows = (await db('project')
      .where('project.tenant_id', tenantId)
      .where((inner) => restrict(inner))
      .groupBy('project.stage')
      .select({ stage: 'project.stage' })
      .count({ count: '*' })) as { stage: string; count: number | string }[]
    return rows.map(({ stage, count }) => ({ stage, count: Number(count) }))
  },

  move: async ({ tenant_id, id }: Pick<ProjectRow, 'tenant_id' | 'id'>, stage: string, at: number): Promise<void> =>
    void (await db('project').where({ tenant_id, id }).update({ stage, moved_at: at })),

  /** Writes stations of the life line; what is given replaces what stands there. */
  setStages: async (rows: readonly ProjectStageRow[]): Promise<void> => {
    for (const row of rows) await db('project_stage').insert(row).onConflict(['tenant_id', 'project_id', 'stage']).merge()
  },

  /** Stations of one project, or of those of a page. */
  stages: async (tenantId: string, ...projectIds: string[]): Promise<ProjectStageRow[]> =>
    ((await db('project_stage').where({ tenant_id: tenantId }).whereIn('project_id', projectIds).limit(MAX_ROWS)) as ProjectStageRow[]).map(
      (row) => ({ ...row, passed_at: row.passed_at === null ? null : Number(row.passed_at) }),
    ),

  /** A case touches the project from now on. */
  addCase: async (row: ProjectCaseRow): Promise<void> =>
    void (await db('project_case').insert(row).onConflict(['tenant_id', 'project_id', 'case_id']).ignore()),

  /** It has come to its end. */
  closeCase: async (tenantId: string, caseId: string, status: string, at: number): Promise<void> =>
    void (await db('project_case').where({ tenant_id: tenantId, case_id: caseId }).update({ status, closed_at: at })),

  /** Newest first. */
  cases: async (tenantId: string, projectId: string): Promise<ProjectCaseRow[]> =>
    (
      (await db('project_case')
        .where({ tenant_id: tenantId, project_id: projectId })
        .orderBy([
          { column: 'opened_at', order: 'desc' },
          { column: 'case_id', order: 'desc' },
        ])
        .limit(MAX_ROWS)) as ProjectCaseRow[]
    ).map((row) => ({ ...row, opened_at: Number(row.opened_at), closed_at: row.closed_at === null ? null : Number(row.closed_at) })),

  /** The project that a case is about. */
  ofCase: async (tenantId: string, caseId: string): Promise<ProjectRow | undefined> =>
    project(
      await db('project')
        .join('project_case', (on) => on.on('project_case.tenant_id', 'project.tenant_id').andOn('project_case.project_id', 'project.id'))
        .where({ 'project_case.tenant_id': tenantId, 'project_case.case_id': caseId })
        .first('project.*'),
    ),
})

function project(row: unknown): ProjectRow | undefined {
  if (!row) return undefined
  const one = row as ProjectRow
  return { ...one, entered_at: Number(one.entered_at), moved_at: Number(one.moved_at) }
}
