import type { ExecutableProcess } from '@lianban/engine'
import type { TryOutState } from './state.ts'

/** What stands out on the diagram. */
export interface Marks {
  active: string[]
  completed: string[]
  incidents: string[]
  /** Done before and taken away by going back 退回, 撤回; not come to again since. */
  returned: string[]
}

/** Where tokens wait, where the case has been, what went back, what is wrong. */
export function marksOf(state: TryOutState, process: ExecutableProcess | null): Marks {
  const { instances, path } = state
  const active = new Set(Object.values(instances).flatMap(({ tokens }) => Object.values(tokens).map(({ elementId }) => elementId)))
  const incidents = Object.values(instances).flatMap((instance) => Object.values(instance.incidents).map(({ elementId }) => elementId))
  const returned = process ? wentBack(state, process) : new Set<string>()
  const been = new Set(path.map(({ elementId }) => elementId))
  return {
    active: [...active],
    completed: [...been].filter((id) => !active.has(id) && !returned.has(id)),
    incidents,
    returned: [...returned].filter((id) => !active.has(id)),
  }
}

/** What came after the step that was gone back to, on the ways that lead from it, until it is come to again. */
function wentBack({ history }: TryOutState, process: ExecutableProcess): Set<string> {
  /** Element → when it was entered last, by the number of the event. */
  const entered = new Map<string, number>()
  const returned = new Set<string>()
  for (const [at, event] of history.entries()) {
    if (event.type === 'elementEntered') {
      entered.set(event.elementId, at)
      returned.delete(event.elementId)
    } else if (event.type === 'tokensMoved') {
      const since = entered.get(event.elementId) ?? Infinity
      for (const id of behind(event.elementId, process)) if ((entered.get(id) ?? -1) > since) returned.add(id)
    }
  }
  return returned
}

/** Elements to which flows lead from one, itself not among them unless they lead back. */
function behind(elementId: string, { flows, nodes }: ExecutableProcess): Set<string> {
  const found = new Set<string>()
  const todo = [elementId]
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const next = Object.values(flows).flatMap(({ source, target }) => (source === at ? [target] : []))
    const boundary = Object.values(nodes).flatMap((node) => ('attachedTo' in node && node.attachedTo === at ? [node.id] : []))
    for (const id of [...next, ...boundary]) {
      if (found.has(id)) continue
      found.add(id)
      todo.push(id)
    }
  }
  return found
}
