import { newId } from '../model/ids.ts'
import { create, isA, titleOf, type Moddle } from '../model/moddle.ts'
import { findBranch, findItem, followOf, type Found } from './find-item.ts'
import { madeEdge, newItem, timerDefinition, type ItemKind } from './new-item.ts'
import { endsInside, isApart } from './read-tree.ts'
import type { Branch, Edge, Item, Tree } from './tree.ts'

/** Where something is put: behind an item, at the beginning of a branch, or first in a sub-process. */
export type Place = { after: string } | { branch: string }

/** What cannot be done, said to whoever wanted it. */
export class EditRefused extends Error {
  override name = 'EditRefused'
}

const ENDS = '这一段的各条分支都会结束流程,只能放在最后'

/**
 * Puts an item in; what followed follows it.
 * @throws EditRefused behind an end, or where the place is gone
 */
export function insertItem({ scope, definitions }: Tree, place: Place, item: Item): void {
  if ('branch' in place) {
    const found = findBranch(scope, place.branch)
    if (!found) throw new EditRefused('要加入的分支已经不在')
    if (endsHere(item)) throw new EditRefused(ENDS)
    leadOn(item)
    // The step comes before the way back.
    takeJump(item, found.branch.edge)
    found.branch.items.unshift(item)
    return
  }
  const { items, index, item: before } = sought(scope, place.after)
  if (endsHere(before)) throw new EditRefused(`「${titleOf(before.element)}」之后流程已经结束,不能再加环节`)
  const last = index === items.length - 1
  const isOpen = last && leadsNowhere(before)
  if (endsHere(item) && !isOpen) throw new EditRefused(ENDS)
  // Where ways meet, the way goes on: a way that was open has an end then.
  const put = isOpen && isGateway(item) ? [item, endItem(definitions)] : [item]
  if (isOpen && !isGateway(item)) item.next = null
  else leadOn(item)
  if (before.next) takeJump(item, before.next)
  items.splice(index + 1, 0, ...put)
  if (!before.next && (before.branches.length === 0 || before.join)) before.next = madeEdge()
}

export const endItem = (definitions: Moddle): Item => made(create('bpmn:EndEvent', { id: newId(definitions, 'End') }), null)

const made = (element: Moddle, next: Item['next']): Item => ({
  id: element.id,
  element,
  boundary: [],
  inside: null,
  branches: [],
  join: null,
  next,
})

/** What was the last where it was copied has something behind it now. */
function leadOn(item: Item): void {
  if (plainEnd(item)) item.next ??= madeEdge()
}

/** Ways out of an item to what follows it. */
const openEdges = (item: Item): Edge[] =>
  plainEnd(item)
    ? item.next
      ? [item.next]
      : []
    : item.branches.flatMap(({ edge, items }) => {
        const last = items.at(-1)
        return edge.jump !== null ? [] : last ? openEdges(last) : [edge]
      })

/** An item gets the jump of the way that leads to it now. */
function takeJump(item: Item, from: Edge): void {
  const { jump } = from
  from.jump = null
  if (jump !== null) for (const edge of openEdges(item)) edge.jump = jump
}

/** What stands before a place jumps, or the branch that is empty now. */
function jumpBefore({ items, index, branch }: Found, jump: string | null): void {
  if (jump === null) return
  const before = items[index - 1]
  const edges = before ? openEdges(before) : branch ? [branch.gateway.branches[branch.index]!.edge] : []
  for (const edge of edges) edge.jump = jump
}

export const insertNew = (tree: Tree, place: Place, kind: ItemKind): Item => {
  const item = newItem(tree.definitions, kind)
  insertItem(tree, place, item)
  return item
}

/** Removes an item with all that hangs on it; what was before leads to what was after. */
export function removeItem({ scope }: Tree, id: string): void {
  const found = sought(scope, id)
  const { items, index, item, branch } = found
  if (isStart(item)) throw new EditRefused('开始不能删除')
  if (isA(item.element, 'bpmn:BoundaryEvent')) return removeBoundary(scope, id)
  const jump = plainEnd(item) ? (item.next?.jump ?? null) : null
  if (jump !== null) {
    items.splice(index, 1)
    return jumpBefore(found, jump)
  }
  const before = items[index - 1]
  const isEnd = index === items.length - 1 && endsInside([item])
  if (isEnd && before && isStart(before)) throw new EditRefused('开始之后至少有一个环节或者结束')
  if (isEnd && !before && branch && !branch.gateway.join) throw new EditRefused('这是分支里唯一的节点,请删除整个分支')
  const follows = followOf(found)
  if (isEnd && before && !follows && isGateway(before) && (plainEnd(before) || openEdges(before).length > 0))
    throw new EditRefused('分支汇合之后至少有一个环节或者结束')
  items.splice(index, 1)
  // Without its end a branch goes on to where the branches meet; any other way ends before it.
  if (isEnd && before && plainEnd(before) && !follows) before.next = null
}

function removeBoundary(scope: Tree['scope'], id: string): void {
  const { host } = sought(scope, id)
  if (host) host.boundary = host.boundary.filter((path) => path[0]!.id !== id)
}

/** Changes places with the neighbour; the flows stay where they are. */
export function moveItem({ scope }: Tree, id: string, by: -1 | 1): void {
  const { items, index, item } = sought(scope, id)
  const other = items[index + by]
  if (!other || !canMove(item) || !canMove(other)) throw new EditRefused(by < 0 ? '已经在最前面' : '已经在最后面')
  // A gateway always leads on.
  if (!(plainEnd(item) && plainEnd(other)) && [item, other].some(({ next }) => next?.jump != null))
    throw new EditRefused('分支不能移到「回到」之前')
  if ((isGateway(item) || isGateway(other)) && (leadsNowhere(item) || leadsNowhere(other)))
    throw new EditRefused('流程到这里结束,分支不能移到最后')
  items[index] = other
  items[index + by] = item
  if (plainEnd(item) && plainEnd(other)) [item.next, other.next] = [other.next, item.next]
}

const plainEnd = ({ branches, join }: Item): boolean => branches.length === 0 || join !== null

/** What begins and what ends a way stays at its end. */
export const canMove = (item: Item): boolean => !isStart(item) && !endsHere(item) && !isA(item.element, 'bpmn:BoundaryEvent')

/** One way more out of a gateway, before the default way; it ends by itself where the ways do not meet. */
export function addBranch({ scope, definitions }: Tree, gatewayId: string): string {
  const { item } = sought(scope, gatewayId)
  const flow = create('bpmn:SequenceFlow', { id: newId(definitions, 'Flow') })
  if (!isA(item.element, 'bpmn:ParallelGateway')) flow.name = `条件${item.branches.length}`
  const fallback = item.branches.findIndex(({ edge }) => edge.flow !== null && edge.flow === item.element.get('default'))
  item.branches.splice(fallback < 0 ? item.branches.length : fallback, 0, {
    edge: { flow, jump: null },
    items: item.join ? [] : [endItem(definitions)],
  })
  return flow.id
}

/** Removes a branch; a gateway that has but one left is gone, and its steps stand where it was. */
export function removeBranch({ scope }: Tree, flowId: string): void {
  const found = findBranch(scope, flowId)
  if (!found) throw new EditRefused('要删除的分支已经不在')
  const { gateway, index } = found
  const others = gateway.branches.filter((_, position) => position !== index)
  const follows = gateway.join ?? followOf(sought(scope, gateway.id))
  if (follows && others.every((branch) => branchEnds(branch))) throw new EditRefused('其余分支都在分支内结束,删除后后面的环节走不到')
  if (others.every((branch) => branchGoesBack(branch))) throw new EditRefused('其余分支都跳到别处,删除后流程走不到结束')
  if (gateway.element.get('default') === gateway.branches[index]!.edge.flow) gateway.element.set('default', undefined)
  gateway.branches.splice(index, 1)
  if (gateway.branches.length === 1) dissolve(sought(scope, gateway.id))
}

/** A gateway with one way left: its steps take its place. */
function dissolve(found: Found): void {
  const { items, index, item } = found
  const inner = item.branches[0]!.items
  items.splice(index, 1, ...inner)
  const last = inner.at(-1)
  if (!last || !plainEnd(last)) jumpBefore({ ...found, index: index + inner.length }, item.next?.jump ?? null)
  // The flow behind the join is the way out of what stands there now.
  if (last && plainEnd(last) && !endsHere(last) && item.join) last.next = item.next
}

export function moveBranch({ scope }: Tree, flowId: string, by: -1 | 1): void {
  const found = findBranch(scope, flowId)
  const other = found && found.index + by
  if (!found || other === null || other < 0 || other >= found.gateway.branches.length) throw new EditRefused('分支已经在最边上')
  const { branches } = found.gateway
  ;[branches[found.index], branches[other]] = [branches[other]!, branches[found.index]!]
}

/** A timer on the border of a step, with a way of its own that ends. @returns the timer's id */
export function addBoundaryTimer(
  { scope, definitions }: Tree,
  id: string,
  { feel, interrupting }: { feel: string; interrupting: boolean },
): string {
  const { item } = sought(scope, id)
  const event = create('bpmn:BoundaryEvent', { id: newId(definitions, 'Timer'), name: '超过期限', cancelActivity: interrupting })
  event.set('eventDefinitions', [timerDefinition(event, feel)])
  const end = create('bpmn:EndEvent', { id: newId(definitions, 'End'), name: '超期' })
  item.boundary.push([made(event, madeEdge()), made(end, null)])
  return event.id
}

/** Whether a branch does not lead on to what follows its gateway. */
export const branchEnds = ({ edge, items }: Branch): boolean => edge.jump !== null || endsInside(items)

/** Whether a branch leads on by a jump. */
export const branchGoesBack = ({ edge, items }: Branch): boolean => edge.jump !== null || items.at(-1)?.next?.jump != null

export function sought(scope: Tree['scope'], id: string): Found {
  const found = findItem(scope, id)
  if (!found) throw new EditRefused('这个环节已经不在流程里')
  return found
}

const isGateway = ({ element }: Item): boolean => isA(element, 'bpmn:Gateway')

const isStart = ({ element }: Item): boolean => isA(element, 'bpmn:StartEvent')

/** The way is over with it. */
export const endsHere = (item: Item): boolean =>
  isA(item.element, 'bpmn:EndEvent') ||
  // What begins by itself has no way out.
  isApart(item.element) ||
  (item.branches.length > 1 && !item.join && endsInside([item]))

const leadsNowhere = (item: Item): boolean => item.next === null && plainEnd(item)
