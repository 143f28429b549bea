import type { Condition, ProcessInstanceSummaryRow } from '@lianban/storage'
import { activityConditions } from './active-activities.ts'
import { wireTenant } from './context.ts'
import { incidentParameters } from './incident-types.ts'
import { flag, is, like, noneOf, ofRelated, oneOf, option, refused, tenantParameters } from './parameters.ts'
import { querySpec, type Parameter } from './query.ts'
import { livingVariables } from './living-variables.ts'

const NO_CASES = 'there are no case instances (CMMN)'
/** Activities that a token is in at this moment. */
const activeIn: Parameter<'stringList'> = {
  kind: 'stringList',
  where: (values) => [{ related: 'activity', where: [activityConditions(values), { column: 'ended_at', op: 'null' }] }],
}

/** What process instances can be asked for: by lists, and wherever Camunda takes a query of them in a body. */
export const PROCESS_INSTANCES = querySpec({
  parameters: {
    processInstanceIds: oneOf('id'),
    businessKey: is('business_key'),
    businessKeyLike: like('business_key'),
    caseInstanceId: refused(NO_CASES),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processDefinitionKeyIn: oneOf('definition_key'),
    processDefinitionKeyNotIn: noneOf('definition_key'),
    deploymentId: ofRelated('definition', is('deployment_id')),
    rootProcessInstanceId: is('root_instance_id'),
    superProcessInstance: is('super_instance_id'),
    subProcessInstance: ofRelated('called', is('id')),
    superCaseInstance: refused(NO_CASES),
    subCaseInstance: refused(NO_CASES),
    active: flag({ column: 'suspended', op: '=', value: 0 }),
    suspended: flag({ column: 'suspended', op: '=', value: 1 }),
    withIncident: flag({ related: 'incident', where: [] }),
    ...incidentParameters,
    activityIdIn: activeIn,
    rootProcessInstances: flag({ column: 'super_instance_id', op: 'null' }),
    leafProcessInstances: flag({ not: [{ related: 'called', where: [{ column: 'status', op: '=', value: 'active' }] }] }),
    processDefinitionWithoutTenantId: tenantParameters.withoutTenantId,
    variables: livingVariables('variable'),
    variableNamesIgnoreCase: option('flag'),
    variableValuesIgnoreCase: option('flag'),
    ...tenantParameters,
  },
  sortKeys: {
    instanceId: 'id',
    definitionId: 'definition_id',
    definitionKey: 'definition_key',
    tenantId: 'tenant_id',
    businessKey: 'business_key',
  },
  order: [{ column: 'id', order: 'asc' }],
  orQueries: true,
})

/** Ended instances are history. */
export const RUNNING: Condition = { column: 'status', op: '=', value: 'active' }

export type InstanceIdentity = Pick<ProcessInstanceSummaryRow, 'id' | 'tenant_id' | 'definition_id' | 'definition_key' | 'business_key'> & {
  suspended?: number
}

export const presentInstance = (row: InstanceIdentity, links: object[] = []) => ({
  links,
  id: row.id,
  definitionId: row.definition_id,
  definitionKey: row.definition_key,
  businessKey: row.business_key,
  caseInstanceId: null,
  ended: false,
  suspended: row.suspended === 1,
  tenantId: wireTenant(row.tenant_id),
})
