import type { CaseContext } from '../context.ts'
import type { LoadedCase } from '../resources.ts'
import type { CaseDetail } from '../views.ts'

/** The statement 陈述申辩 that a case waits for now, with the end of its time; null: it waits for none. */
export async function awaitedStatement(
  context: CaseContext,
  { row, matter }: Pick<LoadedCase, 'row' | 'matter'>,
): Promise<CaseDetail['statement']> {
  const { messages, timers } = matter.matter
  if (messages.statement === undefined || row.closed_at !== null || row.decided_at !== null) return null
  const state = await context.engine.instances.state(row.tenant_id, row.instance_id)
  const waits = Object.values(state.subscriptions)
  if (!waits.some(({ kind, eventName }) => kind === 'message' && eventName === messages.statement)) return null
  const timer = waits.find(({ kind, elementId }) => kind === 'timer' && timers[elementId] === 'statement-passed')
  return { dueAt: timer?.dueAt ?? null }
}
