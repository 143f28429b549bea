import type { Tx } from '../database.ts'

/** A part of a stage of a construction project: what one organ decides. Instants are UTC epoch milliseconds. */
export interface ProjectPartRow {
  tenant_id: string
  project_id: string
  part: string
  stage: string
  organ_id: string
  /** `planned`: the project needs it, nobody has asked for it yet; `reused`: an assessment of the region 区域评估 stands for it. */
  state: 'planned' | 'reused' | 'open' | 'passed' | 'rectify' | 'refused'
  /** Of the permit or opinion with which it passed. */
  number: string | null
  case_id: string | null
  decided_at: number | null
}

/** A time in which a stage lies with its applicant. */
export interface ProjectWaitRow {
  tenant_id: string
  id: string
  case_id: string
  project_id: string
  since: number
  until: number | null
}

/** More than one project will ever have. */
const MAX_ROWS = 1000

export const projectParts = (db: Tx) => ({
  ofProject: async (tenantId: string, projectId: string): Promise<ProjectPartRow[]> =>
    (
      (await db('project_part').where({ tenant_id: tenantId, project_id: projectId }).orderBy('part').limit(MAX_ROWS)) as ProjectPartRow[]
    ).map((row) => ({ ...row, decided_at: row.decided_at === null ? null : Number(row.decided_at) })),

  /** What is given replaces what stands there. */
  put: async (rows: readonly ProjectPartRow[]): Promise<void> => {
    for (const row of rows) await db('project_part').insert(row).onConflict(['tenant_id', 'project_id', 'part']).merge()
  },

  /** What a project needs, said anew: what nobody has asked for is taken back, what is under way or decided stays. */
  plan: async (tenantId: string, projectId: string, rows: readonly ProjectPartRow[]): Promise<void> => {
    await db('project_part').where({ tenant_id: tenantId, project_id: projectId }).whereIn('state', ['planned', 'reused']).delete()
    for (const row of rows) await db('project_part').insert(row).onConflict(['tenant_id', 'project_id', 'part']).ignore()
  },

  /** A stage ended without a decision on these. */
  release: async (tenantId: string, caseId: string): Promise<void> =>
    void (await db('project_part')
      .where({ tenant_id: tenantId, case_id: caseId })
      .whereIn('state', ['open', 'rectify'])
      .update({ state: 'planned', case_id: null })),

  wait: async (row: Omit<ProjectWaitRow, 'until'>): Promise<void> => void (await db('project_wait').insert({ ...row, until: null })),

  /** The applicant has done what was asked of him, or the stage has ended. */
  endWait: async (tenantId: string, caseId: string, until: number): Promise<void> =>
    void (await db('project_wait').where({ tenant_id: tenantId, case_id: caseId, until: null }).update({ until })),

  waits: async (tenantId: string, projectId: string): Promise<ProjectWaitRow[]> =>
    (
      (await db('project_wait').where({ tenant_id: tenantId, project_id: projectId }).orderBy('since').limit(MAX_ROWS)) as ProjectWaitRow[]
    ).map((row) => ({ ...row, since: Number(row.since), until: row.until === null ? null : Number(row.until) })),
})
