import { expect, it } from 'vitest'
import { safePlace } from './safe-place.ts'

it('returns to a path of this site only', () => {
  expect(safePlace('/tasks/1?tab=log')).toBe('/tasks/1?tab=log')
  for (const foreign of [null, '', 'https://example.org', '//example.org', '/\\example.org', '/login?from=/'])
    expect(safePlace(foreign)).toBeNull()
})
