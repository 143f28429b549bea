import type { Dice } from '@lianban/processes/try-out'
import { crc32, deflateSync } from 'node:zlib'

/*
 * Pictures that are nobody's: the smallest that really are what they say, and drawn ones that have something to see.
 */

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const JPEG =
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwA3/9k='

/** @param kind file ending: `png`, or else a JPEG */
export const onePixel = (kind: string): Buffer => Buffer.from(kind === 'png' ? PNG : JPEG, 'base64')

type Colour = readonly [red: number, green: number, blue: number]

const PHOTO = { width: 320, height: 240 } as const
const HOUSES: readonly Colour[] = [
  [176, 164, 148],
  [190, 120, 96],
  [150, 158, 166],
  [204, 196, 172],
]

/** A street with houses and something lying on it: stands for what somebody photographed on site. PNG, a few kilobytes. */
export function photo(dice: Dice): Buffer {
  const { width, height } = PHOTO
  const horizon = dice.whole(110, 140)
  const houses = Array.from({ length: 5 }, (_, i) => ({ from: i * 64, to: i * 64 + dice.whole(44, 62), top: horizon - dice.whole(25, 80) }))
  const colours = houses.map(() => dice.pick(HOUSES))
  const spot = { x: dice.whole(90, 230), y: dice.whole(horizon + 40, 215), wide: dice.whole(18, 46), high: dice.whole(7, 16) }
  const spotColour = dice.pick<Colour>([
    [58, 54, 50],
    [120, 96, 60],
    [70, 96, 120],
  ])
  return png(width, height, (x, y) => {
    if (((x - spot.x) / spot.wide) ** 2 + ((y - spot.y) / spot.high) ** 2 < 1) return spotColour
    if (y > horizon + 12) return Math.abs(x - width / 2) < 4 && y % 30 < 16 ? [225, 222, 210] : [96, 98, 102]
    if (y > horizon) return [150, 150, 146]
    const house = houses.findIndex(({ from, to, top }) => x >= from && x < to && y >= top)
    if (house < 0) return [168 + Math.round(y / 4), 196 + Math.round(y / 6), 226]
    const isWindow = (x - houses[house]!.from) % 16 > 9 && (y - houses[house]!.top) % 20 > 10
    return isWindow ? [70, 84, 98] : colours[house]!
  })
}

const SIGNATURE = { width: 400, height: 160 } as const

/** Strokes of a pen on nothing: stands for a signature by hand. PNG. */
export function handwriting(dice: Dice): Buffer {
  const { width, height } = SIGNATURE
  const strokes = Array.from({ length: 4 }, (_, i) => ({
    x: 40 + i * 85,
    y: dice.whole(60, 100),
    slope: dice.whole(-8, 8) / 10,
    wave: dice.whole(8, 24),
  }))
  return png(width, height, (x, y) => {
    const isInk = strokes.some(({ x: from, y: middle, slope, wave }) => {
      const along = x - from
      return along >= 0 && along < 70 && Math.abs(y - middle - slope * along - wave * Math.sin(along / 7)) < 2.5
    })
    return isInk ? [20, 24, 40] : [255, 255, 255]
  })
}

/** Source: PNG (ISO/IEC 15948), colour type 2, no filter. */
function png(width: number, height: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set(colourAt(x, y), y * (width * 3 + 1) + 1 + x * 3)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from(PNG, 'base64').subarray(0, 8)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
