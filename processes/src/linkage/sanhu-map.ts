import type { CountyMap, Grid, Ring } from './grids.ts'

/*
 * The map of the sample county 三湖县: a made-up county at a made-up place. Nine areas in three rows, each of four grids, drawn
 * from a net of crossings that are shifted a little, so that borders are shared and look like borders. A county that goes live
 * replaces it by its own survey.
 */

const WEST = 118.92
const SOUTH = 33.02
/** Degrees of one half area. */
const STEP = { longitude: 0.055, latitude: 0.045 }

/** Rows from south to north, each from west to east. */
const AREAS = [
  ['shuidong', '水东镇', 'daoxiang', '稻香镇', 'liudi', '柳堤镇'],
  ['yupu', '渔浦镇', 'lianhu', '莲湖镇', 'kfq', '开发区'],
  ['hewan', '鹤湾镇', 'lingtang', '菱塘镇', 'luzhou', '芦洲镇'],
] as const

/** Where the county town is: its grids are urban. */
const URBAN = new Set(['lianhu', 'kfq'])
const GRID_NAMES = ['第一网格', '第二网格', '第三网格', '第四网格']

/** One crossing of the net; the shift is the same each time, and up to a quarter of a step. */
function crossing(column: number, row: number): readonly [number, number] {
  const wave = (a: number, b: number) => Math.sin(column * a + row * b) / 4
  const at = (base: number, steps: number, step: number) => Math.round((base + steps * step) * 1e6) / 1e6
  return [at(WEST, column + wave(2.3, 1.7), STEP.longitude), at(SOUTH, row + wave(1.1, 3.1), STEP.latitude)]
}

/** Around a block of the net, counter-clockwise. */
function around(column: number, row: number, size: number): Ring {
  const line = [...Array<unknown>(size)].map((_, i) => i)
  return [
    ...line.map((i) => crossing(column + i, row)),
    ...line.map((i) => crossing(column + size, row + i)),
    ...line.map((i) => crossing(column + size - i, row + size)),
    ...line.map((i) => crossing(column, row + size - i)),
    crossing(column, row),
  ]
}

const areas = AREAS.flatMap((cells, row) =>
  [0, 1, 2].map((column) => ({
    organ: cells[column * 2]! as string,
    name: cells[column * 2 + 1]! as string,
    column: column * 2,
    row: row * 2,
  })),
)

export const SANHU_MAP: CountyMap = {
  towns: areas.map(({ organ, name, column, row }) => ({ organ, name, ring: around(column, row, 2) })),
  grids: areas.flatMap(({ organ, name, column, row }) =>
    GRID_NAMES.map((gridName, i): Grid => ({
      id: `${organ}-${i + 1}`,
      name: `${name}${gridName}`,
      town: organ,
      kind: URBAN.has(organ) ? 'urban' : 'rural',
      ring: around(column + (i % 2), row + Math.floor(i / 2), 1),
    })),
  ),
}
