import type { Condition, DecisionDefinitionRow, ProcessDefinitionRow } from '@lianban/storage'
import { wireTenant } from './context.ts'
import { incidentParameters } from './incident-types.ts'
import { after, equals, flag, is, isNull, like, on, oneOf, option, refused, tenantParameters } from './parameters.ts'
import { querySpec } from './query.ts'

const NO_CATEGORY = 'categories of definitions are not kept'

/** What definitions of both kinds can be asked. */
const COMMON = {
  name: is('name'),
  nameLike: like('name'),
  deploymentId: is('deployment_id'),
  deployedAfter: after('deployed_at'),
  deployedAt: on('deployed_at'),
  key: is('key'),
  keyLike: like('key'),
  category: refused(NO_CATEGORY),
  categoryLike: refused(NO_CATEGORY),
  version: equals('version'),
  latestVersion: option('flag'),
  resourceName: is('resource_name'),
  resourceNameLike: like('resource_name'),
  versionTag: is('version_tag'),
  versionTagLike: like('version_tag'),
  ...tenantParameters,
} as const
const SORT_KEYS = {
  key: 'key',
  id: 'id',
  name: 'name',
  version: 'version',
  deploymentId: 'deployment_id',
  deployTime: 'deployed_at',
  tenantId: 'tenant_id',
  versionTag: 'version_tag',
}
const ORDER = [
  { column: 'key', order: 'asc' as const },
  { column: 'version', order: 'desc' as const },
]

const startable = (value: 0 | 1): Condition => ({ column: 'startable_in_tasklist', op: '=', value })

export const PROCESS_DEFINITIONS = querySpec({
  parameters: {
    ...COMMON,
    processDefinitionId: is('id'),
    processDefinitionIdIn: oneOf('id'),
    keysIn: oneOf('key'),
    active: flag({ column: 'suspended', op: '=', value: 0 }),
    suspended: flag({ column: 'suspended', op: '=', value: 1 }),
    ...incidentParameters,
    withoutVersionTag: isNull('version_tag'),
    startableBy: refused('who may start a process is decided by the host'),
    startableInTasklist: flag(startable(1)),
    notStartableInTasklist: flag(startable(0)),
    startablePermissionCheck: option('flag'),
    includeProcessDefinitionsWithoutTenantId: option('flag'),
  },
  sortKeys: SORT_KEYS,
  order: ORDER,
})

export const DECISION_DEFINITIONS = querySpec({
  parameters: {
    ...COMMON,
    decisionDefinitionId: is('id'),
    decisionDefinitionIdIn: oneOf('id'),
    decisionRequirementsDefinitionId: option('string'),
    decisionRequirementsDefinitionKey: is('requirements_key'),
    withoutDecisionRequirementsDefinition: isNull('requirements_key'),
    includeDecisionDefinitionsWithoutTenantId: option('flag'),
  },
  sortKeys: { ...SORT_KEYS, decisionRequirementsDefinitionKey: 'requirements_key' },
  order: ORDER,
})

/** `180` or `P180D` as days; null without one, or if it is no whole number of days. */
export function daysOf(timeToLive: string | null): number | null {
  const match = /^(?:P(\d+)D|(\d+))$/.exec(timeToLive ?? '')
  return match ? Number(match[1] ?? match[2]) : null
}

export const presentProcessDefinition = (row: ProcessDefinitionRow) => ({
  id: row.id,
  key: row.key,
  category: null,
  description: null,
  name: row.name,
  version: row.version,
  resource: row.resource_name,
  deploymentId: row.deployment_id,
  diagram: null,
  suspended: row.suspended === 1,
  tenantId: wireTenant(row.tenant_id),
  versionTag: row.version_tag,
  historyTimeToLive: daysOf(row.history_time_to_live),
  startableInTasklist: row.startable_in_tasklist === 1,
})

/** Decisions of one file stand in the graph that the file is; Camunda makes one of several decisions only. */
export const presentDecisionDefinition = (row: DecisionDefinitionRow, requirements: { id: string; key: string } | null) => ({
  id: row.id,
  key: row.key,
  category: null,
  name: row.name,
  version: row.version,
  resource: row.resource_name,
  deploymentId: row.deployment_id,
  tenantId: wireTenant(row.tenant_id),
  decisionRequirementsDefinitionId: requirements?.id ?? null,
  decisionRequirementsDefinitionKey: requirements?.key ?? null,
  historyTimeToLive: daysOf(row.history_time_to_live),
  versionTag: row.version_tag,
})
