import type { Condition, OrderBy, ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Definition } from '../../runtime/definitions.ts'
import { wireTenant, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { ofRelated, since, tenantParameters, upTo } from '../parameters.ts'

/** An instance's row with how it ended. */
export type HistoricInstanceRow = ProcessInstanceSummaryRow & {
  end_element_id: string | null
  delete_reason: string | null
  ended_inside: number | null
  removal_at: number | null
}

/** What the histories say of the instance that a row belongs to. */
export interface Roots {
  of(instanceId: string | null): { rootProcessInstanceId: string | null; removalTime: string | null }
}

/** One query for all instances of a page. */
export async function rootsOf({ engine }: Rest, tenantId: string, instanceIds: (string | null)[]): Promise<Roots> {
  const values = [...new Set(instanceIds.filter((id) => id !== null))]
  const where: Condition[] = [{ column: 'id', op: 'in', values }]
  const rows =
    values.length === 0
      ? []
      : await engine.lists.list<HistoricInstanceRow>('process_instance', {
          tenantId,
          where,
          order: [{ column: 'id', order: 'asc' }],
          limit: values.length,
          offset: 0,
        })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    of(id) {
      const row = id === null ? undefined : byId.get(id)
      return { rootProcessInstanceId: row?.root_instance_id ?? id, removalTime: wireDate(row?.removal_at ?? null) }
    },
  }
}

/** The definitions of a page by id. */
export async function definitionsOf({ engine }: Rest, tenantId: string, ids: string[]): Promise<Map<string, Definition>> {
  const found = await Promise.all([...new Set(ids)].map((id) => engine.definitions.get(tenantId, id)))
  return new Map(found.filter((one) => one !== null).map((one) => [one.id, one]))
}

export const byId: OrderBy = { column: 'id', order: 'asc' }
export const oldestFirst = (column: string): OrderBy[] => [{ column, order: 'asc' }, byId]

/** The process that a row belongs to, for the wire. */
export const ownerOf = (row: {
  definition_key: string | null
  definition_id: string | null
  instance_id: string | null
  tenant_id: string
}) => ({
  processDefinitionKey: row.definition_key,
  processDefinitionId: row.definition_id,
  processInstanceId: row.instance_id,
  tenantId: wireTenant(row.tenant_id),
})

/** Cases are not executed here. */
export const NO_CASE = { caseDefinitionKey: null, caseDefinitionId: null, caseInstanceId: null, caseExecutionId: null }

export const duration = (from: number, to: number | null): number | null => (to === null ? null : to - from)

/** Of what begins and ends. Camunda's "before" and "after" include the instant here. */
export const spanParameters = {
  startedBefore: upTo('started_at'),
  startedAfter: since('started_at'),
  finishedBefore: upTo('ended_at'),
  finishedAfter: since('ended_at'),
  ...tenantParameters,
}
export { ofRelated }
