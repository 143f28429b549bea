import { expect, it } from 'vitest'
import { withPhrase } from './phrases.ts'

it('adds a phrase to the opinion, once', () => {
  expect(withPhrase('', '同意')).toBe('同意')
  expect(withPhrase('材料齐全。', '同意')).toBe('材料齐全;同意')
  expect(withPhrase('同意', '同意')).toBe('同意')
})
