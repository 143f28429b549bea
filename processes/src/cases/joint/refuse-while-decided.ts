import { jointChildren } from '@lianban/storage'
import { jointOf } from '../../joint/index.ts'
import type { CaseContext } from '../context.ts'
import { CaseError } from '../errors.ts'
import type { LoadedCase } from '../resources.ts'

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
  if (decided.length === 0) return
  const names = decided.map(({ matter_key }) => `“${joint.parts.find((part) => part.matter === matter_key)!.name}”`).join('、')
  throw new CaseError('PARTS_DECIDED', `${names}已经作出决定,不能整体${verb};尚未决定的事项可以在各自的办件里单独${verb}`)
}
