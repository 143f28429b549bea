import type { JsonValue } from '@lianban/engine'
import type { Archives } from '../archives/index.ts'
import type { Publications } from '../publications/index.ts'
import { ARCHIVE_CASE_TOPIC, PUBLISH_DECISION_TOPIC } from './topics.ts'

/** Work on a finished case that an external task asks for. Done twice, it is done once. */
export interface CaseTask {
  /** What it is, for people: `公示决定`. */
  name: string
  /** How long the engine keeps the task for the worker, milliseconds. */
  lockDurationMs: number
  /** @returns the process variables that complete the task */
  run(caseId: string): Promise<Record<string, JsonValue>>
}

export type CaseTasks = Readonly<Record<string, CaseTask>>

/** The tasks that need the county's database, by topic: only workers in the server's own process take them. */
export const caseTasks = (
  { publications, archives }: { publications: Pick<Publications, 'publish'>; archives: Pick<Archives, 'order'> },
  tenantId: string,
): CaseTasks => ({
  [PUBLISH_DECISION_TOPIC]: {
    name: '公示决定',
    lockDurationMs: 20_000,
    run: async (caseId) => ({ publication: { ...(await publications.publish(tenantId, caseId)) } }),
  },
  // Only its number: the package is made when the case is closed.
  [ARCHIVE_CASE_TOPIC]: {
    name: '归档',
    lockDurationMs: 20_000,
    run: async (caseId) => ({ archive: { ...(await archives.order(tenantId, caseId)) } }),
  },
})

/** What an external task asks of a case that cannot be done; `permanent`: trying again changes nothing. Messages are Chinese. */
export class CaseTaskError extends Error {
  readonly code: 'NO_CASE' | 'NO_DECISION'
  readonly permanent = true

  constructor(code: CaseTaskError['code'], message: string) {
    super(message)
    this.name = 'CaseTaskError'
    this.code = code
  }
}
