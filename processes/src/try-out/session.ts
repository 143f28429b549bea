import type { JsonValue } from '@lianban/engine'
import { visibleVariables } from '@lianban/engine'
import { carryOut } from './carry-out.ts'
import { TryOutCommand, type CommandOf } from './commands.ts'
import { TryOutError } from './error.ts'
import { setUp, type PackageRead, type Setup, type TryOutOptions } from './setup.ts'
import { emptyState, type TryOutState } from './state.ts'
import { viewOf, type TryOutView } from './view.ts'

type Rest<Type extends TryOutCommand['type']> = Omit<CommandOf<Type>, 'type'>

/** One try-out of a matter: commands that lead from state to state. */
export interface TryOut {
  readonly setup: Setup
  readonly state: TryOutState
  readonly commands: readonly TryOutCommand[]
  /** What can be done now, and where the case stands. */
  view(): TryOutView
  /** Variables of the process as they are now; none before the case is handed in. */
  variables(): Record<string, JsonValue>
  /** @throws CaseError, TryOutError; the state stays then */
  perform(command: TryOutCommand): void
  submit(form: Record<string, unknown>, materials?: Record<string, number>, rest?: Partial<Rest<'submit'>>): void
  act(elementId: string, as: string, action: string, rest?: Partial<Rest<'act'>>): void
  supplement(rest?: Partial<Rest<'supplement'>>): void
  advance(to: CommandOf<'advance'>['to']): void
  /** Takes the last command back. @throws TryOutError NOTHING_TO_UNDO */
  undo(): void
  restart(): void
}

/**
 * Begins a try-out.
 * @param commands carried out at once: of a saved case, or of a try-out that was left
 * @param read the files of `options`, where they were read before. @throws as `perform`
 */
export function createTryOut(options: TryOutOptions, commands: readonly TryOutCommand[] = [], read?: PackageRead): TryOut {
  const setup = setUp(options, read)
  const begin = emptyState(options.now)
  let history: { command: TryOutCommand; state: TryOutState }[] = []
  const state = (): TryOutState => history.at(-1)?.state ?? begin
  const perform = (given: TryOutCommand): void => {
    const command = TryOutCommand.parse(given)
    history = [...history, { command, state: carryOut(setup, state(), command) }]
  }
  commands.forEach(perform)
  return {
    setup,
    get state() {
      return state()
    },
    get commands() {
      return history.map(({ command }) => command)
    },
    view: () => viewOf(setup, state()),
    variables: () => variablesIn(state()),
    perform,
    submit: (form, materials = {}, rest = {}) => perform({ type: 'submit', form, materials, ...rest }),
    act: (elementId, as, action, rest = {}) => perform({ type: 'act', elementId, as, action, ...rest }),
    supplement: (rest = {}) => perform({ type: 'supplement', materials: {}, ...rest }),
    advance: (to) => perform({ type: 'advance', to }),
    undo() {
      if (history.length === 0) throw new TryOutError('NOTHING_TO_UNDO', '没有可以撤销的操作')
      history = history.slice(0, -1)
    },
    restart() {
      history = []
    },
  }
}

/** The variables of the case's own process. */
export function variablesIn({ file, instances }: TryOutState): Record<string, JsonValue> {
  const instance = file && instances[file.instance_id]
  return instance ? visibleVariables(instance, instance.id) : {}
}
