import { actionInvalid, delegationPending } from '../cases/errors.ts'
import { refuseOnHold } from '../cases/verbs/rules/deed.ts'
import type { CommandOf } from './commands.ts'
import { carryOutDecision, decisionAt } from './decision.ts'
import { signOf } from './held-task.ts'
import { holdForSigns } from './signs.ts'
import { taken } from './tasks.ts'
import type { Work } from './work.ts'

/** Does an open task by one of its actions, as the case service would. @throws CaseError, TryOutError */
export function act(work: Work, command: CommandOf<'act'>): void {
  const task = taken(work, command.elementId, command.as)
  const { open, tokenId } = task
  refuseOnHold(work.file, { userId: command.as })
  if (open.task.delegationState === 'PENDING') throw delegationPending()
  if (signOf(work.state, tokenId)) throw actionInvalid(open.task.name)
  const decision = decisionAt(work, task, command)
  if (!holdForSigns(work, task, command)) carryOutDecision(work, decision)
}
