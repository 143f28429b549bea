import type { CaseRow, Tx } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import type { Matter } from '../../matters/matter-definition.ts'
import { lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import { organOf } from '../people.ts'
import { readersOf } from './circulate-steps.ts'
import { writeCirculation } from './circulate.ts'
import { recipientsInvalid } from './errors.ts'
import type { Person } from './recipients.ts'

/** Among whom the starter of a case may choose readers 抄送; none where the matter offers none. */
export async function choosableReaders(context: CaseContext, tenantId: string, { matter }: Matter): Promise<Person[]> {
  if (!matter.starterMayCirculate) return []
  const organ = await organOf(context, tenantId, matter.organ)
  return readersOf(context.database, context.tenants.users, { tenant_id: tenantId, organ_id: organ.id }, matter.starterMayCirculate)
}

/** The readers whom the starter chose. @throws CaseError RECIPIENTS_INVALID if one is not offered */
export async function starterReaders(
  context: CaseContext,
  caller: Caller,
  matter: Matter,
  chosen: readonly string[] = [],
): Promise<Person[]> {
  if (chosen.length === 0) return []
  const offered = new Map((await choosableReaders(context, caller.tenantId, matter)).map((person) => [person.id, person]))
  return [...new Set(chosen)].map((id) => {
    const person = offered.get(id)
    if (!person) throw recipientsInvalid('所选抄送人员不在可选范围内,请刷新页面后重新选择', 'readers')
    return person
  })
}

/** In the transaction that starts the case. */
export async function circulateToChosen(
  context: CaseContext,
  caller: Caller,
  tx: Tx,
  row: CaseRow,
  readers: readonly Person[],
): Promise<void> {
  if (readers.length === 0) return
  await writeCirculation(context, tx, {
    row,
    people: readers,
    by: { ...actorOf(caller), ip: caller.ip },
    source: 'starter',
    elementId: null,
    stepName: '申请',
    note: '',
    line: lineActor(caller),
    at: context.clock(),
  })
}
