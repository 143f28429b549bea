import type Router from '@koa/router'
import type { Condition, ListedTableName, ProcessDefinitionRow } from '@lianban/storage'
import { activityIdOf } from './active-activities.ts'
import { answer, type Rest } from './context.ts'
import { PROCESS_DEFINITIONS, presentProcessDefinition } from './definition-query.ts'
import { incidentType } from './incident-types.ts'
import { option } from './parameters.ts'
import type { DefinitionPath } from './process-definition.ts'
import { RUNNING } from './process-instance-query.ts'
import { readParameters } from './query.ts'

/** Definitions read at once. */
const PAGE = 1000
/** What each row of an answer is called in Camunda's Java API; its clients tell rows apart by it. */
const CLASS = 'org.camunda.bpm.engine.rest.dto.repository'

const WANTED = {
  failedJobs: option('boolean'),
  incidents: option('boolean'),
  rootIncidents: option('boolean'),
  incidentsForType: option('string'),
} as const
type Wanted = { failedJobs?: boolean; incidents?: boolean; rootIncidents?: boolean; incidentsForType?: string }

/** How many of something each element or definition has, read in one query for all. */
interface Counts {
  failedJobs: Map<string, number>
  incidents: Map<string, Map<string, number>>
}

export function definitionStatisticsRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  router.get('/process-definition/statistics', async (ctx) => {
    const wanted = readParameters(ctx, WANTED)
    const tenantId = tenantOf(ctx)
    const instances = new Map(
      (await engine.lists.countBy('process_instance', ['definition_id'], { tenantId, where: [RUNNING] })).map((row) => [
        row.definition_id!,
        row.count,
      ]),
    )
    const counts = await countsBy(rest, 'definition_id', { tenantId, where: [] }, wanted)
    const rows = await allDefinitions(rest, tenantId)
    answer(
      ctx,
      rows.map((row) => ({
        '@class': `${CLASS}.ProcessDefinitionStatisticsResultDto`,
        ...statistics(row.id, instances.get(row.id) ?? 0, counts),
        definition: presentProcessDefinition(row),
      })),
    )
  })
}

/** Where the tokens of one definition's running instances are. */
export function activityStatisticsRoutes(router: Router, rest: Rest, { path, find }: DefinitionPath): void {
  const { engine, tenantOf } = rest
  router.get(`${path}/statistics`, async (ctx) => {
    const wanted = readParameters(ctx, WANTED)
    const definition = await find(ctx)
    const tenantId = tenantOf(ctx)
    const ofDefinition: Condition = { column: 'definition_id', op: '=', value: definition.id }
    const active = await engine.lists.countBy('history_activity', ['element_id', 'type'], {
      tenantId,
      where: [ofDefinition, { column: 'ended_at', op: 'null' }],
    })
    const counts = await countsBy(rest, 'element_id', { tenantId, where: [ofDefinition] }, wanted)
    answer(
      ctx,
      active.map((row) => ({ '@class': `${CLASS}.ActivityStatisticsResultDto`, ...statistics(activityIdOf(row), row.count, counts) })),
    )
  })
}

const statistics = (id: string, instances: number, { failedJobs, incidents }: Counts) => ({
  id,
  instances,
  failedJobs: failedJobs.get(id) ?? 0,
  incidents: [...(incidents.get(id) ?? [])].map(([type, count]) => ({ incidentType: type, incidentCount: count })),
})

async function countsBy(
  { engine }: Rest,
  column: 'definition_id' | 'element_id',
  asked: { tenantId: string; where: Condition[] },
  wanted: Wanted,
): Promise<Counts> {
  const count = <C extends string>(table: ListedTableName, columns: readonly C[], more: Condition[]) =>
    engine.lists.countBy(table, columns, { ...asked, where: [...asked.where, ...more] })
  const jobs = wanted.failedJobs ? await count('job', [column], [{ column: 'retries', op: '=', value: 0 }]) : []
  const wantsIncidents = wanted.incidents || wanted.rootIncidents || wanted.incidentsForType !== undefined
  const incidents = new Map<string, Map<string, number>>()
  for (const row of wantsIncidents ? await count('incident', [column, 'phase', 'code'], []) : []) {
    const type = incidentType({ phase: row.phase!, code: row.code! })
    if (wanted.incidentsForType !== undefined && wanted.incidentsForType !== type) continue
    const types = incidents.get(row[column]!) ?? new Map<string, number>()
    incidents.set(row[column]!, types.set(type, (types.get(type) ?? 0) + row.count))
  }
  return { failedJobs: new Map(jobs.map((row) => [row[column]!, row.count])), incidents }
}

async function allDefinitions({ engine }: Rest, tenantId: string): Promise<ProcessDefinitionRow[]> {
  const rows: ProcessDefinitionRow[] = []
  for (;;) {
    const page = await engine.lists.list<ProcessDefinitionRow>('process_definition', {
      tenantId,
      where: [],
      order: PROCESS_DEFINITIONS.order,
      limit: PAGE,
      offset: rows.length,
    })
    rows.push(...page)
    if (page.length < PAGE) return rows
  }
}
