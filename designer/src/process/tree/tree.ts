import type { Moddle } from '../model/moddle.ts'

/*
 * A model as a tree from top to bottom. It holds every node and every flow of the model once, so that the model can be
 * made from it again; a flow that does not fit into nested blocks is a jump, and a tree with a jump is only looked at.
 */

/** The way onwards: to whatever follows in the tree, or a jump to an element that stands elsewhere. */
export interface Edge {
  /** null: the flow is made when the model is written. */
  flow: Moddle | null
  /** Id of the element that is jumped to; null: what follows. */
  jump: string | null
}

/** A node with what hangs on it. */
export interface Item {
  id: string
  element: Moddle
  /** Sequences that begin with an event on its border. */
  boundary: Item[][]
  /** Contents of a sub-process. */
  inside: Scope | null
  /** Two or more where ways part, else none. */
  branches: Branch[]
  /** The gateway in which the branches meet again, if there is one of their own. */
  join: Moddle | null
  /** Out of it, or out of its join; null: the way ends here, or the branches have it. */
  next: Edge | null
}

export interface Branch {
  /** Out of the gateway, with the condition. */
  edge: Edge
  items: Item[]
}

/** A process or a sub-process. */
export interface Scope {
  element: Moddle
  /** From its start event on. */
  main: Item[]
  /** Event sub-processes and whatever does not hang on the start. */
  apart: Item[][]
  /** Flow elements without a place in the flow: data objects and the like. */
  rest: Moddle[]
  /** Nodes and flows in the file's order. */
  order: Moddle[]
}

/** Why a tree is only looked at. */
export interface Reason {
  elementId: string
  text: string
}

export interface Tree {
  definitions: Moddle
  scope: Scope
  /** None: the tree may be edited. */
  reasons: Reason[]
}

/** A scope and those of the sub-processes in it. */
export const scopesIn = (scope: Scope): Scope[] => [scope, ...[...itemsIn(scope)].flatMap(({ inside }) => (inside ? [inside] : []))]

/** Every item, outer ones before inner ones. */
export function* itemsIn(scope: Scope): Generator<Item> {
  for (const sequence of [scope.main, ...scope.apart]) yield* itemsOf(sequence)
}

export function* itemsOf(sequence: Item[]): Generator<Item> {
  for (const item of sequence) {
    yield item
    for (const path of item.boundary) yield* itemsOf(path)
    for (const { items } of item.branches) yield* itemsOf(items)
    if (item.inside) yield* itemsIn(item.inside)
  }
}
