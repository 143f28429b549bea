import type { Condition, IncidentRow } from '@lianban/storage'
import { is, like, ofRelated } from './parameters.ts'
import type { Parameter } from './query.ts'

const FAILED_EXTERNAL_TASK = 'failedExternalTask'
const FAILED_JOB = 'failedJob'
/** Phases of an element that a job carries on when they are retried. */
const JOB_PHASES = ['enter', 'leave']

/** Camunda knows two types of incidents, by what is retried. A failed call has neither: its own code is its type. */
export function incidentType({ phase, code }: Pick<IncidentRow, 'phase' | 'code'>): string {
  if (phase === 'work') return FAILED_EXTERNAL_TASK
  return JOB_PHASES.includes(phase) ? FAILED_JOB : code
}

/** Of the failed job, resp. of the failed external task. */
export const incidentConfiguration = (row: IncidentRow): string => (JOB_PHASES.includes(row.phase) ? row.id : row.token_id)

/** Incidents of a type; the codes of this engine are understood as well. */
export const byIncidentType: Parameter<'string'> = {
  kind: 'string',
  where: (type): Condition[] => {
    if (type === FAILED_EXTERNAL_TASK) return [{ column: 'phase', op: '=', value: 'work' }]
    return type === FAILED_JOB ? [{ column: 'phase', op: 'in', values: JOB_PHASES }] : [{ column: 'code', op: '=', value: type }]
  },
}

/** What instances, executions and definitions can be asked about their open incidents. */
export const incidentParameters = {
  incidentId: ofRelated('incident', is('id')),
  incidentType: ofRelated('incident', byIncidentType),
  incidentMessage: ofRelated('incident', is('message')),
  incidentMessageLike: ofRelated('incident', like('message')),
}
