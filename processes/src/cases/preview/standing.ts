import type { ExecutableProcess, InstanceState } from '@lianban/engine'

/** Where a running case stands: the elements from which its tokens go on. What only undoes things goes nowhere. */
export function standing(process: ExecutableProcess, { tokens }: Pick<InstanceState, 'tokens'>): string[] {
  const found = Object.values(tokens)
    .filter(({ elementId, waitsFor }) => waitsFor !== 'scope' && !undoes(process, elementId))
    .map(({ elementId }) => elementId)
  return [...new Set(found)]
}

function undoes(process: ExecutableProcess, elementId: string): boolean {
  for (let node = process.nodes[elementId]; node; node = process.nodes[node.scopeId]) if (node.isForCompensation) return true
  return false
}

/** Names of variables that belong to a part of the case only: there they hide those of the whole. */
export const localNames = ({ id, scopes, tokens }: Pick<InstanceState, 'id' | 'scopes' | 'tokens'>): string[] => [
  ...new Set([
    ...Object.values(scopes).flatMap((scope) => (scope.id === id ? [] : Object.keys(scope.variables))),
    ...Object.values(tokens).flatMap(({ variables }) => Object.keys(variables ?? {})),
  ]),
]
