import { expect, it } from 'vitest'
import { fitted } from './picture-size.ts'

const ROOM = { width: 400, height: 300 }

it.each([
  ['fits its width', { width: 800, height: 400 }, { zoom: 1, turns: 0 }, { width: 400, height: 200 }],
  ['turned, fits by its other side', { width: 800, height: 400 }, { zoom: 1, turns: 1 }, { width: 150, height: 300 }],
  ['upside down, is as it was', { width: 800, height: 400 }, { zoom: 1, turns: 2 }, { width: 400, height: 200 }],
  ['is larger by the zoom', { width: 800, height: 400 }, { zoom: 2, turns: 0 }, { width: 800, height: 400 }],
  ['that is small stays small', { width: 40, height: 30 }, { zoom: 1, turns: 0 }, { width: 40, height: 30 }],
])('a picture %s', (_, natural, how, outer) => {
  expect(fitted(natural, ROOM, how).outer).toEqual(outer)
})

it('is drawn upright and turned as a whole', () => {
  expect(fitted({ width: 800, height: 400 }, ROOM, { zoom: 1, turns: 3 }).picture).toEqual({ width: 300, height: 150 })
  expect(fitted(null, ROOM, { zoom: 1, turns: 0 }).outer).toEqual({ width: 0, height: 0 })
})
