import { expect, it } from 'vitest'
import { neighboursOf, nextOf, placeOfList, rememberList } from './list-memory.ts'

it('knows the neighbours of a case in the list it was opened from, and the way back', () => {
  rememberList('inbox', ['a', 'b', 'c'], '/inbox?q=x')
  expect(neighboursOf('inbox', 'b')).toEqual({ previous: 'a', next: 'c', position: 2, total: 3 })
  expect(neighboursOf('inbox', 'a').previous).toBeNull()
  expect(placeOfList('inbox', '/inbox')).toBe('/inbox?q=x')
})

it('goes on with what comes next in the list and still waits, else with the first that does', () => {
  rememberList('inbox', ['a', 'b', 'c', 'd'], '/inbox?lamp=red')
  expect(nextOf('inbox', 'b', ['a', 'd'])).toBe('d')
  expect(nextOf('inbox', 'd', ['a', 'd', 'new'])).toBe('a')
  expect(nextOf('inbox', 'd', ['d'])).toBeNull()
  expect(nextOf('inbox', 'elsewhere', [])).toBeNull()
})

it('has no neighbours for a case that was opened by its address', () => {
  expect(neighboursOf('inbox', 'z').position).toBe(0)
  expect(placeOfList('cases', '/cases')).toBe('/cases')
})
