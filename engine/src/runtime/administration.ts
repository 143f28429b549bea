import { decisionDefinitions, deployments, externalTasks, incidents, type Database } from '@lianban/storage'
import { decisionNotFound, definitionNotFound, EngineError, externalTaskNotFound } from './errors.ts'

/** What administrators note beside the instances. */
export interface Administration {
  /** How long the history of what ends from now on is kept, in days; null: for ever. @throws EngineError DEFINITION_NOT_FOUND, DECISION_NOT_FOUND */
  setTimeToLive(call: { tenantId: string; kind: 'process' | 'decision'; id: string; days: number | null }): Promise<void>
  /** @throws EngineError INCIDENT_NOT_FOUND */
  annotateIncident(call: { tenantId: string; incidentId: string; annotation: string | null }): Promise<void>
  /** Higher ones are fetched first. @throws EngineError EXTERNAL_TASK_NOT_FOUND */
  setExternalTaskPriority(call: { tenantId: string; taskId: string; priority: number }): Promise<void>
}

export const administration = (database: Database): Administration => ({
  async setTimeToLive({ tenantId, kind, id, days }) {
    const text = days === null ? null : String(days)
    const repository = kind === 'process' ? deployments(database) : decisionDefinitions(database)
    if (await repository.setHistoryTimeToLive(tenantId, id, text)) return
    throw kind === 'process' ? definitionNotFound(`id ${id}`) : decisionNotFound(`id ${id}`)
  },
  async annotateIncident({ tenantId, incidentId, annotation }) {
    if (!(await incidents(database).annotate(tenantId, incidentId, annotation)))
      throw new EngineError('INCIDENT_NOT_FOUND', `there is no open incident ${incidentId}`)
  },
  async setExternalTaskPriority({ tenantId, taskId, priority }) {
    if (!(await externalTasks(database).prioritize(tenantId, taskId, priority))) throw externalTaskNotFound(taskId)
  },
})
