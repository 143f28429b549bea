import { expect, it } from 'vitest'
import { choiceOf, isNarrowed, paramsOf, sameChoice } from './inbox-choice.ts'

it('an address holds a choice and gives it back', () => {
  const choice = choiceOf(new URLSearchParams('view=todo&matter=food&lamp=yellow,red&due=3&sort=matter&q=金禾'))
  expect(choice).toEqual({ matter: 'food', lamps: ['yellow', 'red'], due: '3', sort: 'matter', q: '金禾' })
  expect(choiceOf(new URLSearchParams(paramsOf(choice)))).toEqual({ ...choice, lamps: ['red', 'yellow'] })
})

it('what an address says of no lamp that there is narrows nothing', () => {
  expect(choiceOf(new URLSearchParams('lamp=blue,'))).toEqual({})
})

it('choices are the same in whatever order they were made; sorting by time left is no choice', () => {
  expect(sameChoice({ lamps: ['red', 'yellow'], due: '3' }, { due: '3', lamps: ['yellow', 'red'], sort: 'due', q: '' })).toBe(true)
  expect(sameChoice({ due: '3' }, { due: '5' })).toBe(false)
  expect([isNarrowed({ sort: 'matter' }), isNarrowed({ lamps: [] }), isNarrowed({ claimed: 'mine' })]).toEqual([false, false, true])
})
