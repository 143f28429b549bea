/** Empty space around the drawing when it is fitted, in pixels. */
export const FIT_MARGIN = 24

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The corner of a window of `size` that has the element in its middle, as far as the drawing goes. */
export function centredOn(element: Box, drawing: Box, size: { width: number; height: number }): { x: number; y: number } {
  const along = (middle: number, start: number, extent: number, length: number) =>
    extent <= length
      ? start - (length - extent) / 2
      : Math.min(Math.max(middle - length / 2, start - FIT_MARGIN), start + extent - length + FIT_MARGIN)
  return {
    x: along(element.x + element.width / 2, drawing.x, drawing.width, size.width),
    y: along(element.y + element.height / 2, drawing.y, drawing.height, size.height),
  }
}
