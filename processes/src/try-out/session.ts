import type { JsonValue } from '@lianban/engine'
import type { NewLine } from '../cases/line.ts'
import { carryOut } from './carry-out.ts'
import { TryOutCommand, type CommandOf } from './commands.ts'
import { TryOutError } from './error.ts'
import { stepWords } from './departure.ts'
import { setUp, type PackageRead, type Setup, type TryOutOptions } from './setup.ts'
import { emptyState, type TryOutDocument, type TryOutNotice, type TryOutState } from './state.ts'
import { variablesIn } from './variables.ts'
import { viewOf, type TryOutView } from './view.ts'

type Rest<Type extends TryOutCommand['type']> = Omit<CommandOf<Type>, 'type'>

/** One thing that was done, and what came of it at once. */
export interface TryOutStep {
  /** `第 3 步“审核:同意”`. */
  words: string
  /** Who did it; null: nobody in particular. */
  by: string | null
  /** Clock after it, epoch milliseconds. */
  at: number
  lines: readonly NewLine[]
  documents: readonly TryOutDocument[]
  notices: readonly TryOutNotice[]
}

/** One try-out of a matter: commands that lead from state to state. */
export interface TryOut {
  readonly setup: Setup
  readonly state: TryOutState
  readonly commands: readonly TryOutCommand[]
  /** What can be done now, and where the case stands. */
  view(): TryOutView
  /** Variables of the process as they are now; none before the case is handed in. */
  variables(): Record<string, JsonValue>
  /** What was done, in order, each with what came of it; of a joint case also in the cases of its matters. */
  steps(): TryOutStep[]
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
    steps: () =>
      history.map(({ command, state: after }, index) =>
        stepOf(setup, { command, before: history[index - 1]?.state ?? begin, after }, index),
      ),
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

function stepOf(
  setup: Setup,
  { command, before, after }: { command: TryOutCommand; before: TryOutState; after: TryOutState },
  index: number,
): TryOutStep {
  const by = 'as' in command ? (setup.people.find(command.as)?.name ?? command.as) : null
  return {
    ...{ words: stepWords(setup, command, index), by, at: after.now },
    lines: added(before, after, ({ lines }) => lines),
    documents: added(before, after, ({ documents }) => documents),
    notices: added(before, after, ({ notices }) => notices),
  }
}

/** What a list has more than before, in the case itself and in those of its matters. */
function added<Item>(before: TryOutState | undefined, after: TryOutState, of: (state: TryOutState) => readonly Item[]): Item[] {
  const own = of(after).slice(before ? of(before).length : 0)
  return [...own, ...Object.entries(after.children).flatMap(([part, child]) => added(before?.children[part], child, of))]
}
