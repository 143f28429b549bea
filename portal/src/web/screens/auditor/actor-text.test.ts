import { expect, it } from 'vitest'
import { actorText } from './actor-text.ts'

it('names who acted for whom once, and by their ids where the names were erased', () => {
  expect(actorText({ actorId: 'chujian', actorName: '冯丽(代郑国华)', onBehalfOf: 'pizhun' })).toBe('冯丽(代郑国华)')
  expect(actorText({ actorId: 'chujian', actorName: null, onBehalfOf: 'pizhun' })).toBe('chujian(代pizhun)')
  expect(actorText({ actorId: 'system', actorName: null })).toBe('系统')
})
