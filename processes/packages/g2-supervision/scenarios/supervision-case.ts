import { fileURLToPath } from 'node:url'
import type { JsonValue } from '@lianban/engine'
import { inTransaction } from '@lianban/storage'
import type { Scenario } from '@lianban/processes/testing'

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))

/** Who takes part in a supervision case of the market supervision bureau. */
export const cast = async (s: Scenario) => ({
  leader: await s.person('juzhang').caller(),
  auditor: await s.person('jianjian').caller(),
  secondAuditor: await s.person('jianjian2').caller(),
  supervisor: await s.person('zhuguan').caller(),
  clerk: await s.person('chuangkou').caller(),
})

/** Something is written to the log, as the case service or another package would, and the rules read it. */
export async function tells(
  s: Scenario,
  action: string,
  payload: JsonValue = {},
  about: { subject?: string; organId?: string | null; userId?: string } = {},
): Promise<void> {
  const { subject = 'case:1', organId = 'scjg', userId = 'system' } = about
  await inTransaction(s.database, (tx) =>
    s.tenants.supervision.record(tx, s.tenantId, [{ action, subject, organId, actor: { userId }, payload }]),
  )
  await s.supervise()
}

/** A yellow card for the bureau, by rule T2. @returns its id */
export async function yellowCard(s: Scenario, subject = 'case:1'): Promise<string> {
  await tells(s, 'limit.passed', { limit: 'promised' }, { subject })
  return newestCard(s)
}

/** A red card for the bureau, by rule T3. @returns its id */
export async function redCard(s: Scenario, subject = 'case:1'): Promise<string> {
  await tells(s, 'limit.passed', { limit: 'statutory' }, { subject })
  return newestCard(s)
}

async function newestCard(s: Scenario): Promise<string> {
  const { auditor } = await cast(s)
  return (await s.supervision.cards.list(auditor, { limit: 1 })).items[0]!.id
}

export const stateOf = async (s: Scenario, id: string) => {
  const { auditor } = await cast(s)
  const { state, colour, urged, outcome } = await s.supervision.cards.get(auditor, id)
  return { state, colour, urged, outcome }
}

export const verbsOf = async (s: Scenario, id: string): Promise<string[]> => {
  const { auditor } = await cast(s)
  return (await s.supervision.cards.get(auditor, id)).lines.map(({ verb }) => verb)
}
