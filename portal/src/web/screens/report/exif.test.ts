import { describe, expect, it } from 'vitest'
import { photoFacts } from './exif.ts'

type Value = { tag: number; type: number; count: number; data: number[] }
const ascii = (tag: number, text: string): Value => ({ tag, type: 2, count: text.length + 1, data: [...Buffer.from(`${text}\0`)] })
const rational = (tag: number, ...parts: [number, number][]): Value => ({
  tag,
  type: 5,
  count: parts.length,
  data: parts.flatMap(([n, d]) => [n, d].flatMap((v) => [(v >> 24) & 255, (v >> 16) & 255, (v >> 8) & 255, v & 255])),
})

/** A JPEG file with these directories, big endian. */
function jpeg(gps: Value[], exif: Value[]): ArrayBuffer {
  const u16 = (v: number) => [v >> 8, v & 255]
  const u32 = (v: number) => [(v >>> 24) & 255, (v >> 16) & 255, (v >> 8) & 255, v & 255]
  const directory = (values: Value[], at: number): number[] => {
    let free = at + 2 + values.length * 12 + 4
    const tail: number[] = []
    const entries = values.flatMap(({ tag, type, count, data }) => {
      const inline = data.length <= 4
      const value = inline ? [...data, 0, 0, 0, 0].slice(0, 4) : u32(free)
      if (!inline) {
        tail.push(...data)
        free += data.length
      }
      return [...u16(tag), ...u16(type), ...u32(count), ...value]
    })
    return [...u16(values.length), ...entries, ...u32(0), ...tail]
  }
  const rootSize = 2 + 2 * 12 + 4
  const gpsAt = 8 + rootSize
  const gpsBytes = directory(gps, gpsAt)
  const exifAt = gpsAt + gpsBytes.length
  const pointer = (tag: number, at: number): Value => ({ tag, type: 4, count: 1, data: u32(at) })
  const root = directory([pointer(0x8825, gpsAt), pointer(0x8769, exifAt)], 8)
  const tiff = [...u16(0x4d4d), ...u16(42), ...u32(8), ...root, ...gpsBytes, ...directory(exif, exifAt)]
  const body = [...Buffer.from('Exif\0\0'), ...tiff]
  return new Uint8Array([...u16(0xffd8), ...u16(0xffe1), ...u16(body.length + 2), ...body, ...u16(0xffda)]).buffer
}

describe('what a photo says of itself', () => {
  const gps = [ascii(1, 'N'), rational(2, [33, 1], [8, 1], [2400, 100]), ascii(3, 'E'), rational(4, [119, 1], [3, 1], [36, 1])]

  it('is where and when it was taken', () => {
    const facts = photoFacts(jpeg(gps, [ascii(0x9003, '2026:09:21 08:59:30')]))
    expect(facts.position!.latitude).toBeCloseTo(33.14, 6)
    expect(facts.position!.longitude).toBeCloseTo(119.06, 6)
    expect(facts.takenAt).toBe('2026-09-21T08:59:30')
  })

  it('is south and west with its sign', () => {
    const south = [ascii(1, 'S'), gps[1]!, ascii(3, 'W'), gps[3]!]
    expect(photoFacts(jpeg(south, [])).position).toMatchObject({ latitude: -33.14, longitude: -119.06 })
  })

  it.each<[string, ArrayBuffer]>([
    ['a picture of another kind', new TextEncoder().encode('\x89PNG....................').buffer as ArrayBuffer],
    ['an empty file', new ArrayBuffer(0)],
    ['one that is cut off', jpeg(gps, []).slice(0, 60)],
    ['one without seconds that can be divided', jpeg([ascii(1, 'N'), rational(2, [33, 0], [8, 1], [0, 1]), ascii(3, 'E'), gps[3]!], [])],
  ])('is nothing of %s', (_, buffer) => {
    expect(photoFacts(buffer)).toEqual({ position: null, takenAt: null })
  })
})
