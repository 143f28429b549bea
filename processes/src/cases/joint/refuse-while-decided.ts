import { jointChildren } from '@lianban/storage'
import { jointOf } from '../../joint/index.ts'
import type { CaseContext } from '../context.ts'
import type { LoadedCase } from '../resources.ts'
import { partOf, refuseDecidedParts } from './rules.ts'

/**
 * A joint case cannot be ended as a whole when something of it was decided: that has its effect and is delivered.
 * @param verb what is refused, e.g. 撤回申请
 * @throws CaseError PARTS_DECIDED
 */
export async function refuseWhileDecided(context: CaseContext, { row, matter }: LoadedCase, verb: string): Promise<void> {
  const joint = jointOf(matter.matter)
  if (!joint) return
  const decided = (await jointChildren(context.database).of(row.tenant_id, row.id)).filter(
    ({ state }) => state === 'decided' || state === 'delivered',
  )
  refuseDecidedParts(
    decided.map((child) => partOf(joint, child).name),
    verb,
  )
}
