import { act } from './act.ts'
import { advance } from './advance.ts'
import type { CommandOf, TryOutCommand } from './commands.ts'
import { TryOutError } from './error.ts'
import { delegate, resolve, sendBack, transfer } from './hand-on.ts'
import { advanceParts, inPart } from './parts.ts'
import { endSuspension, external, makeStatement, message, requestExtension, requestHearing, settle, supplement } from './requests.ts'
import type { Setup } from './setup.ts'
import { addSign, removeSign, sign } from './signs.ts'
import type { TryOutState } from './state.ts'
import { submit } from './submit.ts'
import { hold, jump, recall, unhold, voidCase, waiveDebt, withdraw } from './whole-case.ts'
import { Work } from './work.ts'
import { runWorkers } from './workers.ts'

type Verbs = { [Type in TryOutCommand['type']]: (work: Work, command: CommandOf<Type>) => void }

const VERBS: Verbs = {
  submit,
  act,
  'send-back': sendBack,
  transfer,
  delegate,
  resolve,
  'add-sign': addSign,
  'remove-sign': removeSign,
  sign,
  recall,
  withdraw,
  void: voidCase,
  hold,
  unhold,
  jump,
  supplement,
  settle,
  'waive-debt': waiveDebt,
  'request-extension': requestExtension,
  'request-hearing': requestHearing,
  'make-statement': makeStatement,
  'end-suspension': endSuspension,
  message,
  external,
  advance,
}

/**
 * One command of a try-out: the state that it leads to, with every external task done that follows. Pure: the given state stays.
 * @throws CaseError with the code and words of the case service, TryOutError, NumberingError
 */
export function carryOut(setup: Setup, state: TryOutState, command: TryOutCommand): TryOutState {
  if (command.type !== 'submit' && state.file === null) throw new TryOutError('NOT_SUBMITTED', '还没有提交申请,请先以申请人的身份提交')
  if (state.file?.closed_at != null && !('part' in command && command.part !== undefined)) throw ended()
  const work = new Work(setup, state)
  const deed = VERBS[command.type] as (work: Work, command: TryOutCommand) => void
  const carry = (at: Work) => {
    if (at.file?.closed_at != null) throw ended()
    deed(at, command)
    runWorkers(at)
  }
  if ('part' in command && command.part !== undefined) inPart(work, command.part, carry)
  else {
    deed(work, command)
    runWorkers(work)
  }
  advanceParts(work)
  return work.state
}

const ended = () => new TryOutError('CASE_ENDED', '本次试办已经办结。可以撤销上一步,或者重新开始')
