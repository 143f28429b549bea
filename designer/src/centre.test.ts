import { describe, expect, it } from 'vitest'
import { centredOn, FIT_MARGIN } from './centre.ts'

const drawing = { x: 100, y: 50, width: 2000, height: 300 }
const at = (x: number) => ({ x, y: 100, width: 100, height: 80 })

describe('the window that shows an element of a large drawing', () => {
  it('has the element in its middle', () => {
    expect(centredOn(at(1000), drawing, { width: 800, height: 400 }).x).toBe(650)
  })

  it('does not go beyond the drawing and its margin', () => {
    expect(centredOn(at(100), drawing, { width: 800, height: 400 }).x).toBe(100 - FIT_MARGIN)
    expect(centredOn(at(2000), drawing, { width: 800, height: 400 }).x).toBe(2100 - 800 + FIT_MARGIN)
  })

  it('has a drawing that is smaller than the window in its middle', () => {
    expect(centredOn(at(1000), drawing, { width: 800, height: 400 }).y).toBe(0)
  })
})
