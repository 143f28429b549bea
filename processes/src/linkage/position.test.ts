import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxAround, distanceM, fromGcj02, toGcj02, type Position } from './position.ts'

const inCounty = fc.record({
  longitude: fc.double({ min: 73.5, max: 134.5, noNaN: true }),
  latitude: fc.double({ min: 18.2, max: 53.4, noNaN: true }),
})

describe('positions', () => {
  it.each<[string, Position, Position]>([
    // Published pairs of the usual conversion: 天安门, 上海人民广场.
    ['天安门', { longitude: 116.391244, latitude: 39.907375 }, { longitude: 116.397486, latitude: 39.908776 }],
    ['上海', { longitude: 121.469115, latitude: 31.232763 }, { longitude: 121.473655, latitude: 31.230865 }],
  ])('of %s are shifted into GCJ-02 by some hundred metres', (_name, wgs, gcj) => {
    expect(distanceM(toGcj02(wgs), gcj)).toBeLessThan(5)
    expect(distanceM(wgs, toGcj02(wgs))).toBeGreaterThan(200)
  })

  it('come back from GCJ-02 to within a millimetre', () => {
    fc.assert(fc.property(inCounty, (at) => distanceM(fromGcj02(toGcj02(at)), at) < 0.001))
  })

  it('outside of China are not shifted', () => {
    const paris = { longitude: 2.3522, latitude: 48.8566 }
    expect(toGcj02(paris)).toEqual(paris)
    expect(fromGcj02(paris)).toEqual(paris)
  })

  it('a degree of latitude is 111.2 km, and distance is the same both ways', () => {
    const [a, b] = [
      { longitude: 119, latitude: 33 },
      { longitude: 119, latitude: 34 },
    ]
    expect(distanceM(a, b)).toBeCloseTo(111_195, -1)
    expect(distanceM(b, a)).toBe(distanceM(a, b))
  })

  it('what lies within the radius lies in the box', () => {
    fc.assert(
      fc.property(
        inCounty,
        fc.double({ min: 1, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
        (at, r, angle) => {
          const off = (r * 0.999) / 6_371_008.8 / (Math.PI / 180)
          const other = {
            latitude: at.latitude + off * Math.sin(angle),
            longitude: at.longitude + (off * Math.cos(angle)) / Math.cos((at.latitude * Math.PI) / 180),
          }
          if (distanceM(at, other) > r) return
          const box = boxAround(at, r)
          expect(
            other.latitude >= box.south && other.latitude <= box.north && other.longitude >= box.west && other.longitude <= box.east,
          ).toBe(true)
        },
      ),
    )
  })
})
