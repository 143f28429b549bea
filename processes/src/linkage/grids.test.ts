import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chainAt, isInRing } from './grids.ts'
import { SANHU_MAP } from './sanhu-map.ts'

describe('grids', () => {
  it('nine towns and zones with four grids each', () => {
    expect(SANHU_MAP.towns).toHaveLength(9)
    expect(SANHU_MAP.grids).toHaveLength(36)
  })

  it('of a position: town and grid; outside the county there is none', () => {
    expect(chainAt(SANHU_MAP, { longitude: 119.06, latitude: 33.14 })).toMatchObject({ town: 'lianhu', townName: '莲湖镇', kind: 'urban' })
    expect(chainAt(SANHU_MAP, { longitude: 121, latitude: 31 })).toBeNull()
  })

  it('no position lies in two grids, and a grid lies in its town', () => {
    const at = fc.record({
      longitude: fc.double({ min: 118.9, max: 119.27, noNaN: true }),
      latitude: fc.double({ min: 33, max: 33.31, noNaN: true }),
    })
    fc.assert(
      fc.property(at, (position) => {
        const grids = SANHU_MAP.grids.filter(({ ring }) => isInRing(position, ring))
        const towns = SANHU_MAP.towns.filter(({ ring }) => isInRing(position, ring))
        expect(grids.length).toBeLessThanOrEqual(1)
        expect(towns.map(({ organ }) => organ)).toEqual(grids.map(({ town }) => town))
      }),
    )
  })
})
