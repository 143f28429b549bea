import type { Box } from './block-layout.ts'

export interface Point {
  x: number
  y: number
}

/** A flow's corner points: straight where it can be, else down first and then along, or along first and then to its end. */
export function routeFlow(source: Box, target: Box, { fromBorder }: { fromBorder: boolean }): Point[] {
  const from = { x: source.x + source.width / 2, y: source.y + source.height / 2 }
  const to = { x: target.x + target.width / 2, y: target.y + target.height / 2 }
  const right = source.x + source.width
  if (fromBorder) {
    const bottom = { x: from.x, y: source.y + source.height }
    if (to.y > bottom.y && target.x > from.x) return [bottom, { x: from.x, y: to.y }, { x: target.x, y: to.y }]
    const under = Math.max(bottom.y, target.y + target.height) + 20
    return [bottom, { x: from.x, y: under }, { x: to.x, y: under }, { x: to.x, y: target.y + target.height }]
  }
  if (target.x >= right) {
    if (Math.abs(from.y - to.y) < 1)
      return [
        { x: right, y: from.y },
        { x: target.x, y: to.y },
      ]
    // Ways that part go down at their gateway, ways that meet go along to it.
    if (to.y > from.y)
      return [
        { x: from.x, y: source.y + source.height },
        { x: from.x, y: to.y },
        { x: target.x, y: to.y },
      ]
    return [
      { x: right, y: from.y },
      { x: to.x, y: from.y },
      { x: to.x, y: target.y + target.height },
    ]
  }
  const top = Math.min(source.y, target.y) - 20
  return [
    { x: from.x, y: source.y },
    { x: from.x, y: top },
    { x: to.x, y: top },
    { x: to.x, y: target.y },
  ]
}
