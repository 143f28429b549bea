import { type Command, type Outcome, run } from './commands.ts'
import type { FormTree } from './tree.ts'

/** Steps that can be taken back. */
const MAX_STEPS = 200

interface Step {
  tree: FormTree
  selected: string[]
  /** What led from here to the next state. */
  said: string
}

/** A form with what was done to it. Never changed, only replaced. */
export interface History {
  past: readonly Step[]
  tree: FormTree
  selected: string[]
  future: readonly Step[]
}

export const startHistory = (tree: FormTree): History => ({ past: [], tree, selected: [], future: [] })

export type Done = { history: History; outcome: Outcome }

/** Does a command; a refused one leaves everything as it is. */
export function perform(history: History, command: Command): Done {
  const outcome = run(history.tree, command)
  if (!outcome.ok) return { history, outcome }
  const step: Step = { tree: history.tree, selected: history.selected, said: outcome.said }
  return {
    outcome,
    history: { past: [...history.past, step].slice(-MAX_STEPS), tree: outcome.tree, selected: outcome.selected, future: [] },
  }
}

/** Takes the last step back; null when there is none. */
export function undo({ past, tree, selected, future }: History): { history: History; said: string } | null {
  const step = past.at(-1)
  if (!step) return null
  const back: Step = { tree, selected, said: step.said }
  return {
    history: { past: past.slice(0, -1), tree: step.tree, selected: step.selected, future: [back, ...future] },
    said: `撤销:${step.said}`,
  }
}

/** Does the step that was taken back again; null when there is none. */
export function redo({ past, tree, selected, future }: History): { history: History; said: string } | null {
  const step = future[0]
  if (!step) return null
  return {
    history: { past: [...past, { tree, selected, said: step.said }], tree: step.tree, selected: step.selected, future: future.slice(1) },
    said: `重做:${step.said}`,
  }
}
