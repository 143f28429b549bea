import type { Tx } from '../database.ts'

/** Which cases are counted. */
export interface CountedCases {
  tenantId: string
  matterKey: string
  /** Only cases of this version of the matter. */
  version?: number
  /** Definitions that cases of the matter run on, or ran on. */
  definitionIds: readonly string[]
}

/** What happened at one element of a model. Durations in milliseconds. */
export interface ElementFigures {
  elementId: string
  /** Cases that stand here now, and those of them that are late. */
  here: number
  overdue: number
  doneCount: number
  medianMs: number | null
  p95Ms: number | null
  /** How often a case came here again. */
  returns: number
}

/** A running case of a matter. */
export interface RunningCaseRow {
  caseId: string
  caseNo: string
  matterKey: string
  version: number
  instanceId: string
  definitionId: string
  organId: string
}

type Count = number | string

/** Figures of a matter's cases, read from the open tasks and the history by their indexes. */
export const studioFigures = (db: Tx) => ({
  /** Where running cases stand, by element. */
  standing: async (of: CountedCases, now: number): Promise<{ elementId: string; here: number; overdue: number }[]> => {
    const rows: { element_id: string; here: Count; overdue: Count | null }[] = await running(db, of)
      .join('history_activity as a', (on) => on.on('a.tenant_id', 'i.tenant_id').andOn('a.instance_id', 'i.id'))
      .leftJoin('user_task as t', (on) => on.on('t.tenant_id', 'a.tenant_id').andOn('t.id', 'a.id'))
      .whereNull('a.ended_at')
      .groupBy('a.element_id')
      .select('a.element_id')
      .countDistinct({ here: 'i.id' })
      .sum({ overdue: db.raw('case when ?? < ? then 1 else 0 end', ['t.due_at', now]) })
    return rows.map((row) => ({ elementId: row.element_id, here: Number(row.here), overdue: Number(row.overdue ?? 0) }))
  },

  /** What was done at these elements since an instant. The 95th percentile is by nearest rank. */
  durations: async (
    of: CountedCases,
    elementIds: readonly string[],
    since: number,
  ): Promise<Pick<ElementFigures, 'elementId' | 'doneCount' | 'medianMs' | 'p95Ms'>[]> => {
    if (elementIds.length === 0 || of.definitionIds.length === 0) return []
    const done = past(db, of, elementIds, since)
      .where('a.canceled', 0)
      .select('a.element_id', {
        took: db.raw('?? - ??', ['a.ended_at', 'a.started_at']),
        place: db.raw('row_number() over (partition by ?? order by ?? - ??)', ['a.element_id', 'a.ended_at', 'a.started_at']),
        many: db.raw('count(*) over (partition by ??)', ['a.element_id']),
      })
    const rows: { element_id: string; many: Count; median: Count; p95: Count }[] = await db
      .from(done.as('d'))
      .groupBy('element_id')
      .select('element_id')
      .max({ many: 'many' })
      .min({
        median: db.raw('case when place * 2 >= many then took end'),
        p95: db.raw('case when place * 100 >= many * 95 then took end'),
      })
    return rows.map((row) => ({
      elementId: row.element_id,
      doneCount: Number(row.many),
      medianMs: Number(row.median),
      p95Ms: Number(row.p95),
    }))
  },

  /** How often cases came to these elements again: every time beyond a case's first. */
  returns: async (of: CountedCases, elementIds: readonly string[], since: number): Promise<Map<string, number>> => {
    if (elementIds.length === 0 || of.definitionIds.length === 0) return new Map()
    const rows: { element_id: string; entered: Count; cases: Count }[] = await past(db, of, elementIds, since)
      .groupBy('a.element_id')
      .select('a.element_id')
      .count({ entered: '*' })
      .countDistinct({ cases: 'a.instance_id' })
    return new Map(rows.map((row) => [row.element_id, Number(row.entered) - Number(row.cases)]))
  },

  /** Running cases of the versions of a matter before one, in the order of their instances. @param after instance of the last row of the page before */
  running: async ({ version, ...of }: CountedCases & { version: number }, limit: number, after = ''): Promise<RunningCaseRow[]> => {
    const rows: RunningRow[] = await running(db, of)
      .where('i.id', '>', after)
      .where('c.matter_version', '<', version)
      .whereNull('c.closed_at')
      .orderBy('i.id')
      .limit(limit)
      .select(RUNNING_COLUMNS)
    return rows.map(runningCase)
  },

  /** This case, if it is running; else none. */
  runningOf: async (tenantId: string, caseId: string): Promise<RunningCaseRow[]> => {
    const rows: RunningRow[] = await db('case_file as c')
      .join('process_instance as i', (on) => on.on('i.tenant_id', 'c.tenant_id').andOn('i.id', 'c.instance_id'))
      .where({ 'c.tenant_id': tenantId, 'c.id': caseId, 'i.status': 'active' })
      .whereNull('c.closed_at')
      .select(RUNNING_COLUMNS)
    return rows.map(runningCase)
  },

  /** How many cases of a matter are open. */
  countOpen: async (tenantId: string, matterKey: string): Promise<number> => {
    const row = (await db('case_file')
      .where({ tenant_id: tenantId, matter_key: matterKey })
      .whereNull('closed_at')
      .count({ n: '*' })
      .first()) as { n: Count } | undefined
    return Number(row?.n ?? 0)
  },

  /** The case runs under another version of its matter from now on. @returns false: it has ended, or under a third version meanwhile */
  moveCase: async (tenantId: string, caseId: string, from: number, to: number): Promise<boolean> =>
    (await db('case_file')
      .where({ tenant_id: tenantId, id: caseId, matter_version: from })
      .whereNull('closed_at')
      .update({ matter_version: to })) > 0,
})

interface RunningRow {
  id: string
  case_no: string
  matter_key: string
  matter_version: Count
  instance_id: string
  definition_id: string
  organ_id: string
}

const RUNNING_COLUMNS = ['c.id', 'c.case_no', 'c.matter_key', 'c.matter_version', 'c.instance_id', 'i.definition_id', 'c.organ_id']

const runningCase = (row: RunningRow): RunningCaseRow => ({
  caseId: row.id,
  caseNo: row.case_no,
  matterKey: row.matter_key,
  version: Number(row.matter_version),
  instanceId: row.instance_id,
  definitionId: row.definition_id,
  organId: row.organ_id,
})

/** Active instances with their cases. */
const running = (db: Tx, { tenantId, matterKey, version, definitionIds }: CountedCases) =>
  db('process_instance as i')
    .join('case_file as c', (on) => on.on('c.tenant_id', 'i.tenant_id').andOn('c.id', 'i.business_key'))
    .where({ 'i.tenant_id': tenantId, 'i.status': 'active', 'c.matter_key': matterKey })
    .whereIn('i.definition_id', definitionIds)
    .modify((query) => {
      if (version !== undefined) void query.where('c.matter_version', version)
    })

/** What ended at these elements, with its cases. */
const past = (db: Tx, { tenantId, matterKey, version, definitionIds }: CountedCases, elementIds: readonly string[], since: number) =>
  db('history_activity as a')
    .join('process_instance as i', (on) => on.on('i.tenant_id', 'a.tenant_id').andOn('i.id', 'a.instance_id'))
    .join('case_file as c', (on) => on.on('c.tenant_id', 'i.tenant_id').andOn('c.id', 'i.business_key'))
    .where({ 'a.tenant_id': tenantId, 'c.matter_key': matterKey })
    .whereIn('a.definition_id', definitionIds)
    .whereIn('a.element_id', elementIds)
    .where('a.ended_at', '>=', since)
    .modify((query) => {
      if (version !== undefined) void query.where('c.matter_version', version)
    })
