import { act } from './act.ts'
import { advance } from './advance.ts'
import type { CommandOf, TryOutCommand } from './commands.ts'
import { TryOutError } from './error.ts'
import { endSuspension, external, makeStatement, message, requestExtension, requestHearing, settle, supplement } from './requests.ts'
import type { Setup } from './setup.ts'
import type { TryOutState } from './state.ts'
import { submit } from './submit.ts'
import { Work } from './work.ts'
import { runWorkers } from './workers.ts'

type Verbs = { [Type in TryOutCommand['type']]: (work: Work, command: CommandOf<Type>) => void }

const VERBS: Verbs = {
  submit,
  act,
  supplement,
  settle,
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
  if (state.file?.closed_at != null) throw new TryOutError('CASE_ENDED', '本次试办已经办结。可以撤销上一步,或者重新开始')
  const work = new Work(setup, state)
  ;(VERBS[command.type] as (work: Work, command: TryOutCommand) => void)(work, command)
  runWorkers(work)
  return work.state
}
