const MAX_BUTTONS = 3

/** The actions of a step as its desk shows them: at most three as buttons, the main one last; the rest under 更多. */
export function orderedActions<Action extends { kind: string }>(actions: readonly Action[]): { shown: Action[]; rest: Action[] } {
  return { shown: actions.slice(0, MAX_BUTTONS).sort(mainLast), rest: actions.slice(MAX_BUTTONS) }
}

const mainLast = (a: { kind: string }, b: { kind: string }): number => Number(a.kind === 'primary') - Number(b.kind === 'primary')
