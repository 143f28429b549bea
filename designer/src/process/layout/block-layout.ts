import type { Moddle } from '../model/moddle.ts'
import type { Branch, Item, Scope } from '../tree/tree.ts'
import { EVENT_SIZE, GAP_X, GAP_Y, PADDING, sizeOf } from './sizes.ts'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** A drawn piece: what it needs around the line on which the flow runs, and where its elements are from its left end. */
interface Piece {
  width: number
  /** Above and below the line. */
  above: number
  below: number
  place: (x: number, line: number, boxes: Map<Moddle, Box>) => void
}

/**
 * Where the elements of a tree are drawn: from left to right along the flow, branches one below the other, what begins
 * on a border below its element.
 * @returns boxes in pixels; the first line begins at the given corner
 */
export function layoutScope(scope: Scope, corner: { x: number; y: number } = { x: 160, y: 100 }): Map<Moddle, Box> {
  const boxes = new Map<Moddle, Box>()
  const piece = scopePiece(scope)
  piece.place(corner.x, corner.y + piece.above, boxes)
  return boxes
}

function scopePiece(scope: Scope): Piece {
  const main = sequencePiece(scope.main)
  const apart = scope.apart.map(sequencePiece)
  return below(main, apart)
}

/** Pieces under a first one, from the same left end. */
function below(first: Piece, others: Piece[], indent = 0): Piece {
  if (others.length === 0) return first
  const height = others.reduce((sum, piece) => sum + GAP_Y + piece.above + piece.below, 0)
  return {
    width: Math.max(first.width, ...others.map(({ width }) => width + indent)),
    above: first.above,
    below: first.below + height,
    place: (x, line, boxes) => {
      first.place(x, line, boxes)
      let top = line + first.below
      for (const piece of others) {
        piece.place(x + indent, top + GAP_Y + piece.above, boxes)
        top += GAP_Y + piece.above + piece.below
      }
    },
  }
}

function sequencePiece(items: Item[]): Piece {
  const pieces = items.map(itemPiece)
  return inRow(pieces)
}

function inRow(pieces: Piece[]): Piece {
  return {
    width: pieces.reduce((sum, { width }) => sum + width, 0) + GAP_X * Math.max(0, pieces.length - 1),
    above: Math.max(0, ...pieces.map(({ above }) => above)),
    below: Math.max(0, ...pieces.map((piece) => piece.below)),
    place: (x, line, boxes) => {
      let left = x
      for (const piece of pieces) {
        piece.place(left, line, boxes)
        left += piece.width + GAP_X
      }
    },
  }
}

function itemPiece(item: Item): Piece {
  const own = item.inside ? boxPiece(item.element, item.inside) : nodePiece(item.element)
  const hung = item.boundary.length > 0 ? withBoundary(item, own) : own
  if (item.branches.length === 0) return hung
  const branches = branchesPiece(item.branches)
  return inRow([hung, branches, ...(item.join ? [nodePiece(item.join)] : [])])
}

function nodePiece(element: Moddle): Piece {
  const { width, height } = sizeOf(element)
  return {
    width,
    above: height / 2,
    below: height / 2,
    place: (x, line, boxes) => void boxes.set(element, { x, y: line - height / 2, width, height }),
  }
}

/** A sub-process around its contents. */
function boxPiece(element: Moddle, inside: Scope): Piece {
  const content = scopePiece(inside)
  const width = Math.max(200, content.width + 2 * PADDING)
  const above = Math.max(60, content.above + PADDING)
  const under = Math.max(60, content.below + PADDING)
  return {
    width,
    above,
    below: under,
    place: (x, line, boxes) => {
      boxes.set(element, { x, y: line - above, width, height: above + under })
      content.place(x + PADDING, line, boxes)
    },
  }
}

/** Events sit on the lower border, their paths run below, the last event's path nearest. */
function withBoundary({ element, boundary }: Item, own: Piece): Piece {
  const step = EVENT_SIZE + 12
  const paths = boundary.map((path) => sequencePiece(path.slice(1)))
  const widthOfEvents = 12 + boundary.length * step
  const all = below(
    own,
    paths.toReversed().map((piece) => piece),
    widthOfEvents,
  )
  return {
    ...all,
    below: all.below + EVENT_SIZE / 2,
    place: (x, line, boxes) => {
      all.place(x, line, boxes)
      const host = boxes.get(element)!
      for (const [index, path] of boundary.entries())
        boxes.set(path[0]!.element, {
          x: host.x + 12 + index * step,
          y: host.y + host.height - EVENT_SIZE / 2,
          width: EVENT_SIZE,
          height: EVENT_SIZE,
        })
    },
  }
}

/** The first branch goes on straight, the others run below it. */
function branchesPiece(branches: Branch[]): Piece {
  const pieces = branches.map(({ items }) => {
    const piece = sequencePiece(items)
    return items.length > 0 ? piece : { ...piece, above: 20, below: 20 }
  })
  return below(pieces[0]!, pieces.slice(1))
}
