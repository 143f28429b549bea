import { isA, type Moddle } from '../model/moddle.ts'
import { branchEnds, branchGoesBack, EditRefused, endItem, sought, type Place } from './edit-tree.ts'
import { findBranch, findItem, followOf, type Found } from './find-item.ts'
import { isExclusive } from './jumps.ts'
import { itemsIn, scopesIn, type Edge, type Item, type Scope, type Tree } from './tree.ts'

/** Where a sequence ends, and what that sequence is. */
interface End {
  scope: Scope
  edge: Edge
  items: Item[]
  /** Of the branch's gateway, or of the element on whose border the path begins. */
  outer: Found | null
  branch: { gateway: Item; index: number } | null
}

/**
 * The steps that the end of a branch, or of the path of an event, may lead back to: those that stand before it on the
 * ways around it, from the beginning on. A way back within one sequence would never end.
 */
export function wayBackTargets({ scope }: Tree, place: Place): Moddle[] {
  const end = endOf(scope, place)
  return end ? targetsOf(end) : []
}

/**
 * The end of a branch leads back: what ended the way there is gone.
 * @returns id of the flow that leads back
 * @throws EditRefused where it may not, or nothing would lead on any more
 */
export function addWayBack({ scope }: Tree, place: Place, targetId: string): string {
  const end = endOf(scope, place)
  if (!end) throw new EditRefused('「回到」只能加在分支的最后')
  mayLeadTo(end, targetId)
  const { gateway, index } = end.branch ?? {}
  if (gateway && end.outer) {
    const others = gateway.branches.filter((_, position) => position !== index)
    const follows = gateway.join ?? followOf(end.outer)
    if (follows ? others.every((branch) => branchEnds(branch)) : others.every((branch) => branchGoesBack(branch)))
      throw new EditRefused('至少留一条分支继续办理,否则后面的环节走不到')
  }
  if (isPlainEnd(end.items.at(-1))) end.items.pop()
  end.edge.jump = targetId
  return end.edge.flow?.id ?? ''
}

/** A way that jumps leads to another step. @throws EditRefused where it may not */
export function redirectJump({ scope }: Tree, flowId: string, targetId: string): void {
  const end = jumpOf(scope, flowId)
  mayLeadTo(end, targetId)
  end.edge.jump = targetId
}

/** A way that jumps leads on to what follows its branch; where nothing follows it ends. */
export function removeJump({ scope, definitions }: Tree, flowId: string): void {
  const end = jumpOf(scope, flowId)
  end.edge.jump = null
  const follows = end.branch && end.outer ? (end.branch.gateway.join ?? followOf(end.outer)) : null
  if (!follows) end.items.push(endItem(definitions))
}

/** The steps that a way that jumps may lead to instead. */
export const jumpTargets = ({ scope }: Tree, flowId: string): Moddle[] => targetsOf(jumpOf(scope, flowId))

function mayLeadTo(end: End, targetId: string): void {
  if (!targetsOf(end).some(({ id }) => id === targetId)) throw new EditRefused('只能回到前面的环节,不能进入同时进行的另一段')
}

function targetsOf({ items, outer, branch }: End): Moddle[] {
  const found = [waysOutOf(items)]
  let inner = { items, branch }
  for (let around = outer; around; around = around.outer) {
    const isBeside = inner.branch ? !isExclusive(inner.branch.gateway.element) : inner.items[0]!.element.get('cancelActivity') === false
    if (isBeside) break
    // An event on the border of a step may lead back to the step itself.
    found.unshift(around.items.slice(0, around.index + (inner.branch ? 0 : 1)))
    inner = around
  }
  return found
    .flatMap((list) => list.map(({ element }) => element))
    .filter((element) => isA(element, 'bpmn:Activity', 'bpmn:IntermediateCatchEvent'))
}

/** What stands in a sequence before the last place where it can be left for an end. */
const waysOutOf = (items: Item[]): Item[] =>
  items.slice(
    0,
    items.findLastIndex(
      ({ element, branches }) => isExclusive(element) && branches.some((branch) => branchEnds(branch) && !branchGoesBack(branch)),
    ) + 1,
  )

function endOf(scope: Scope, place: Place): End | null {
  if ('branch' in place) {
    const found = findBranch(scope, place.branch)
    if (!found || found.branch.edge.jump !== null || found.branch.items.some((item) => !isPlainEnd(item))) return null
    return branchEnd(scope, found)
  }
  const found = findItem(scope, place.after)
  const behind = found?.items.slice(found.index + 1) ?? []
  const edge = found && (found.item.branches.length === 0 || found.item.join) ? found.item.next : null
  if (!found || !edge || edge.jump !== null || behind.some((item) => !isPlainEnd(item))) return null
  return { scope: found.scope, edge, items: found.items, outer: found.outer, branch: found.branch }
}

const branchEnd = (scope: Scope, { gateway, index, branch }: NonNullable<ReturnType<typeof findBranch>>): End => {
  const outer = sought(scope, gateway.id)
  return { scope: outer.scope, edge: branch.edge, items: branch.items, outer, branch: { gateway, index } }
}

function jumpOf(scope: Scope, flowId: string): End {
  const end = findJump(scope, flowId)
  if (!end) throw new EditRefused('这个「回到」已经不在')
  return end
}

function findJump(scope: Scope, flowId: string): End | null {
  const branch = findBranch(scope, flowId)
  if (branch) return branch.branch.edge.jump === null ? null : branchEnd(scope, branch)
  for (const one of scopesIn(scope))
    for (const { id, next } of itemsIn(one)) {
      if (next?.jump == null || next.flow?.id !== flowId) continue
      const { scope: own, items, outer, branch: around } = sought(scope, id)
      return { scope: own, edge: next, items, outer, branch: around }
    }
  return null
}

const isPlainEnd = (item: Item | undefined): boolean =>
  item !== undefined && isA(item.element, 'bpmn:EndEvent') && item.boundary.length === 0
