import { circulations, users, type Tx } from '@lianban/storage'
import { elementName } from '../../matters/matter-definition.ts'
import type { ReadersManifest } from '../../manifest.ts'
import type { CaseContext } from '../context.ts'
import { SYSTEM_ACTOR } from '../log-entries.ts'
import type { Draft } from '../projection/draft.ts'
import { writeCirculation } from './circulate.ts'
import { MAX_READERS, type Person } from './recipients.ts'

/** What the copies of steps are made with; asked inside the engine's transaction, so on its handle alone. */
export interface StepCopies {
  notices: CaseContext['notices']
  tenants: Pick<CaseContext['tenants'], 'supervision'> & { users: Holders }
}

type Holders = Pick<CaseContext['tenants']['users'], 'holders'>

/**
 * Copies 抄送 of steps that are done, to whom the manifest says: in the transaction of the step, so that nobody reads of what did
 * not happen. A step that several persons do is done with the last of them. A reader who has not opened the copy of an
 * earlier round gets no second one.
 */
export async function circulateDoneSteps(copies: StepCopies, tx: Tx, draft: Draft): Promise<void> {
  const { step, matter, row } = draft
  const done = new Set(step.events.flatMap((event) => (event.type === 'userTaskCompleted' ? [event.elementId] : [])))
  for (const elementId of done) {
    const setting = matter.matter.tasks[elementId]?.circulate
    if (!setting || Object.values(step.state.tokens).some((token) => token.elementId === elementId)) continue
    const people = await readersOf(tx, copies.tenants.users, row, setting)
    const waiting = await circulations(tx).waitingFor(
      row.tenant_id,
      row.id,
      elementId,
      people.map(({ id }) => id),
    )
    const fresh = people.filter(({ id }) => !waiting.includes(id))
    if (fresh.length === 0) continue
    await writeCirculation(copies, tx, {
      row,
      people: fresh,
      by: SYSTEM_ACTOR,
      source: 'step',
      elementId,
      stepName: elementName(matter, elementId),
      note: setting.note ?? '',
      line: { actor_id: null, actor_name: SYSTEM_ACTOR.name, on_behalf_of: null },
      at: step.command.now,
    })
  }
}

/** The readers that a manifest names; who has left, and posts that nobody holds, give nobody. At most 500. */
export async function readersOf(
  db: Tx,
  { holders }: Holders,
  { tenant_id, organ_id }: { tenant_id: string; organ_id: string },
  { posts, users: named }: ReadersManifest,
): Promise<Person[]> {
  const people = new Map<string, Person>()
  for (const person of await users(db).activeStaff(tenant_id, named)) people.set(person.id, person)
  for (const { post, organ } of posts) {
    for (const { userId, name } of await holders(tenant_id, organ ?? organ_id, post, db, MAX_READERS))
      people.set(userId, { id: userId, name })
  }
  return [...people.values()].slice(0, MAX_READERS)
}
