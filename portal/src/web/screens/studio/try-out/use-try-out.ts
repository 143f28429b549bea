import {
  createTryOut,
  TryOutError,
  variablesIn,
  type CommandOf,
  type TryOut,
  type TryOutCommand,
  type TryOutOptions,
  type TryOutView,
} from '@lianban/processes/try-out'
import { useCallback, useMemo, useState } from 'react'
import { tryOutProblem, type TryOutProblem } from './problem.ts'

/** A try-out, or the case of one matter of a joint case 一件事 in it. */
export type TrialSession = Pick<TryOut, 'setup' | 'state' | 'commands' | 'variables'>

/** One try-out on a page: where it stands, and what was wrong with the last thing done. */
export interface Trial {
  session: TrialSession
  /** The whole of it. */
  whole: TryOut
  /** Key of the matter whose case this is; null: the case that was handed in. */
  part: string | null
  view: TryOutView
  problem: TryOutProblem | null
  /** What became of the steps when the procedure was changed under them, or null. */
  notice: string | null
  /** Does something; what it refuses is shown. @returns whether it was done */
  perform(command: TryOutCommand): boolean
  /** Does something for a dialog, which shows what was refused itself. @throws the refusal */
  attempt(command: TryOutCommand): void
  /** Time passes, for the whole. */
  advance(to: CommandOf<'advance'>['to']): void
  undo(): void
  /** Begins anew. @param commands carried out at once, as far as they go   @param startAt of the clock, epoch milliseconds */
  begin(given?: { commands?: readonly TryOutCommand[]; startAt?: number }): void
}

type Beginning = Omit<TryOutOptions, 'now'>
interface Begun {
  options: Beginning
  startAt: number
  session: TryOut
  notice: string | null
}

/** What was done is kept: it is played again when the package is right. */
interface Refused {
  options: Beginning
  startAt: number
  refusal: TryOutProblem
  commands: readonly TryOutCommand[]
}

/** @returns the try-out, or why the package cannot be tried out as it is */
export function useTryOut(options: Beginning, startAt: number): Trial | { refusal: TryOutProblem } {
  const [begun, setBegun] = useState<Begun | Refused>(() => start(options, startAt, []))
  const [step, setStep] = useState<{ version: number; problem: TryOutProblem | null }>({ version: 0, problem: null })
  // The procedure was changed beside: what was done is done again with it, as far as it goes.
  if (begun.options !== options) {
    setBegun(start(options, begun.startAt, 'session' in begun ? begun.session.commands : begun.commands))
    setStep({ version: step.version + 1, problem: null })
  }
  const next = useCallback((problem: TryOutProblem | null) => setStep(({ version }) => ({ version: version + 1, problem })), [])
  const view = useMemo(
    () => ('session' in begun ? begun.session.view() : null),
    // The session's own state is what has changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [begun, step.version],
  )
  if (!('session' in begun) || !view) return { refusal: (begun as Refused).refusal }
  const attempt = (deed: () => void): boolean => {
    try {
      deed()
      next(null)
      return true
    } catch (error) {
      next(tryOutProblem(error))
      return false
    }
  }
  const { session, notice } = begun
  return {
    ...{ session, whole: session, part: null, view, notice, problem: step.problem },
    attempt(command) {
      session.perform(command)
      next(null)
    },
    perform: (command) => attempt(() => session.perform(command)),
    advance: (to) => void attempt(() => session.advance(to)),
    undo: () => void attempt(() => session.undo()),
    begin({ commands = [], startAt: at = begun.startAt } = {}) {
      setBegun(start(options, at, commands))
      next(null)
    },
  }
}

/** The same for the case of one matter of a joint case; the case itself as long as that has not begun. */
export function trialOf(trial: Trial, part: string | null): Trial {
  const { whole } = trial
  const view = trial.view.parts.find((one) => one.part === part)?.view
  const setup = part === null ? undefined : whole.setup.parts?.[part]
  const state = part === null ? undefined : whole.state.children[part]
  if (part === null || !view || !setup || !state) return trial
  const inPart = (command: TryOutCommand) => ({ ...command, part }) as TryOutCommand
  return {
    ...trial,
    ...{ part, view },
    session: { setup, state: { ...state, now: whole.state.now }, commands: whole.commands, variables: () => variablesIn(state) },
    perform: (command) => trial.perform(inPart(command)),
    attempt: (command) => trial.attempt(inPart(command)),
  }
}

function start(options: Beginning, startAt: number, commands: readonly TryOutCommand[]): Begun | Refused {
  try {
    const session = createTryOut({ ...options, now: startAt })
    return { options, startAt, session, notice: replayed(session, commands) }
  } catch (error) {
    if (!(error instanceof TryOutError)) throw error
    return { options, startAt, refusal: tryOutProblem(error), commands }
  }
}

function replayed(session: TryOut, commands: readonly TryOutCommand[]): string | null {
  for (const [index, command] of commands.entries()) {
    try {
      session.perform(command)
    } catch (error) {
      return `重放到第 ${index + 1} 步时不能继续:${tryOutProblem(error).message}`
    }
  }
  return null
}
