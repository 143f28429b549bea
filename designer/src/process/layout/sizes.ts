import { isA, type Moddle } from '../model/moddle.ts'

export interface Size {
  width: number
  height: number
}

/** Sizes that bpmn-js draws elements in, in pixels. */
export const sizeOf = (element: Moddle): Size =>
  isA(element, 'bpmn:Event')
    ? { width: 36, height: 36 }
    : isA(element, 'bpmn:Gateway')
      ? { width: 50, height: 50 }
      : { width: 100, height: 80 }

/** Between two elements one after the other, and between two ways side by side. */
export const GAP_X = 60
export const GAP_Y = 40
/** Inside the border of a sub-process. */
export const PADDING = 40
export const EVENT_SIZE = 36
