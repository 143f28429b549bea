export interface Size {
  width: number
  height: number
}

/**
 * How large a picture is drawn so that, turned, it fits the room at zoom 1; small pictures are not made larger then.
 * @param turns quarters to the right
 * @returns the picture before it is turned, and the box that it fills after
 */
export function fitted(natural: Size | null, room: Size, { zoom, turns }: { zoom: number; turns: number }): { picture: Size; outer: Size } {
  if (natural === null || natural.width === 0 || natural.height === 0)
    return { picture: { width: 0, height: 0 }, outer: { width: 0, height: 0 } }
  const lies = turns % 2 === 1
  const seen = lies ? { width: natural.height, height: natural.width } : natural
  const scale = Math.min(1, room.width / seen.width, room.height / seen.height) * zoom
  const of = ({ width, height }: Size): Size => ({ width: Math.round(width * scale), height: Math.round(height * scale) })
  return { picture: of(natural), outer: of(seen) }
}
