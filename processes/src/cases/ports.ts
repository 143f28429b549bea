import type { Engine } from '@lianban/engine/runtime'
import type { Tenants } from '@lianban/tenants'

/*
 * What the case service needs of the engine and of the tenants, and no more. The real ones fit by shape; a test may hand
 * in its own.
 */

export type EnginePort = Pick<
  Engine,
  | 'start'
  | 'recalculateTimers'
  | 'previewTimers'
  | 'completeTask'
  | 'assignTask'
  | 'updateTask'
  | 'correlate'
  | 'retryIncident'
  | 'modify'
  | 'terminate'
> & {
  instances: Pick<Engine['instances'], 'activity' | 'history' | 'state' | 'loopOf' | 'routing' | 'waysBack'>
  tasks: Pick<Engine['tasks'], 'localVariables'>
  definitions: Pick<Engine['definitions'], 'xml' | 'process'>
}

export type { Action, Caller, Decision, EntryInput as SupervisionEntry, Resource } from '@lianban/tenants'

export interface TenantsPort {
  authorization: Pick<Tenants['authorization'], 'decide' | 'assert' | 'restrict' | 'grants'>
  emergencyAccess: Pick<Tenants['emergencyAccess'], 'open' | 'useFor'>
  supervision: Pick<Tenants['supervision'], 'record' | 'lookUp'>
  organs: Pick<Tenants['organs'], 'inCharge' | 'nameOn' | 'list' | 'tenant'>
  users: Pick<Tenants['users'], 'holders' | 'caller' | 'callers'>
  delegations: Pick<Tenants['delegations'], 'agents'>
}
