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
  /** How often a case was sent back here. */
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

/** Steps of people, and those of them in sub-processes of several instances: each instance goes its own way. */
export interface ReturnableSteps {
  elementIds: readonly string[]
  repeated: readonly string[]
}

/** Activity instance ids of the instances of a loop begin with that of its body: Camunda's way to name them. */
const IN_LOOP = '%#multiInstanceBody:%'

/** Figures of a matter's cases, read from the open tasks and the history by their indexes. */
export const studioFigures = (db: Tx) => ({
  /** Where running cases stand, by element. */
  standing: async (of: CountedCases, now: number): Promise<{ elementId: string; here: number; overdue: number }[]> => {
    const rows: { element_id: string; here: Count; overdue: Count }[] = await running(db, of)
      .join('history_activity as a', (on) => on.on('a.tenant_id', 'i.tenant_id').andOn('a.instance_id', 'i.id'))
      .leftJoin('user_task as t', (on) => on.on('t.tenant_id', 'a.tenant_id').andOn('t.id', 'a.id'))
      .whereNull('a.ended_at')
      .groupBy('a.element_id')
      .select('a.element_id')
      // A step of several persons is one step of its case, late as soon as one of them is.
      .countDistinct({ here: 'i.id', overdue: db.raw('case when ?? < ? then ?? end', ['t.due_at', now, 'i.id']) })
    return rows.map((row) => ({ elementId: row.element_id, here: Number(row.here), overdue: Number(row.overdue) }))
  },

  /**
   * What was done at these elements since an instant, by the clock. A step of several persons is done once, from the first to the
   * last of them. The 95th percentile is by nearest rank.
   */
  durations: async (
    of: CountedCases,
    elementIds: readonly string[],
    since: number,
  ): Promise<Pick<ElementFigures, 'elementId' | 'doneCount' | 'medianMs' | 'p95Ms'>[]> => {
    if (elementIds.length === 0 || of.definitionIds.length === 0) return []
    const done = visited(db, of, elementIds)
      .where('a.ended_at', '>=', since)
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

  /**
   * How often cases were sent back to a step since an instant: it was entered after it had been done in the same case, and
   * whatever step came before it was first entered later, or is the same. So of 受理, 审核, back to 受理, 审核 again it is 受理 that
   * counts, once; going forward anew does not. A step of several persons is entered once, however many they are.
   */
  returns: async (of: CountedCases, { elementIds, repeated }: ReturnableSteps, since: number): Promise<Map<string, number>> => {
    if (elementIds.length === 0 || of.definitionIds.length === 0) return new Map()
    const own =
      repeated.length === 0
        ? db.raw("''")
        : db.raw(`case when ?? in (${repeated.map(() => '?').join()}) then ?? else '' end`, ['a.element_id', ...repeated, 'a.parent_id'])
    const visits = visited(db, of, elementIds)
      // What a case that was closed before did is not asked for.
      .where((open) => void open.whereNull('c.closed_at').orWhere('c.closed_at', '>=', since))
      .select('a.instance_id', 'a.element_id', 'a.number', 'a.started_at', 'a.ended_at', 'a.canceled', { way: own })
    const known = db.from(visits.as('v')).select('v.*', {
      first_at: db.raw('min(??) over (partition by ??, ??, ??)', ['number', 'instance_id', 'way', 'element_id']),
      done_at: db.raw(
        'min(case when ?? = 0 then ?? end) over (partition by ??, ??, ?? order by ?? rows between unbounded preceding and 1 preceding)',
        ['canceled', 'ended_at', 'instance_id', 'way', 'element_id', 'number'],
      ),
    })
    const placed = db.from(known.as('k')).select('element_id', 'started_at', 'done_at', 'first_at', {
      before_at: db.raw('lag(??) over (partition by ??, ?? order by ??)', ['first_at', 'instance_id', 'way', 'number']),
    })
    const rows: { element_id: string; times: Count }[] = await db
      .from(placed.as('p'))
      .whereRaw('?? <= ??', ['done_at', 'started_at'])
      .whereRaw('?? >= ??', ['before_at', 'first_at'])
      .where('started_at', '>=', since)
      .groupBy('element_id')
      .select('element_id')
      .count({ times: '*' })
    return new Map(rows.map((row) => [row.element_id, Number(row.times)]))
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

/** Every time that a case was at these elements, with its cases; the instances of a loop are one with it. */
const visited = (db: Tx, { tenantId, matterKey, version, definitionIds }: CountedCases, elementIds: readonly string[]) =>
  db('history_activity as a')
    .join('process_instance as i', (on) => on.on('i.tenant_id', 'a.tenant_id').andOn('i.id', 'a.instance_id'))
    .join('case_file as c', (on) => on.on('c.tenant_id', 'i.tenant_id').andOn('c.id', 'i.business_key'))
    .where({ 'a.tenant_id': tenantId, 'c.matter_key': matterKey })
    .whereIn('a.definition_id', definitionIds)
    .whereIn('a.element_id', elementIds)
    .where('a.parent_id', 'not like', IN_LOOP)
    .modify((query) => {
      if (version !== undefined) void query.where('c.matter_version', version)
    })
