import { describe, expect, it } from 'vitest'
import type { MatterLike } from '../draft.ts'
import { apartFrom, joinChain } from './separation.ts'
import { changeTask, newTask, withTask } from './tasks.ts'

const matter: MatterLike = {
  tasks: { Intake: newTask('window-clerk'), Examine: newTask('handler'), Decide: newTask('approver') },
  separation: [{ rule: 'sod_chain_distinct', text: '前后环节应当由不同人员办理', elements: ['Intake', 'Examine', 'Decide'] }],
}

describe('a step of the chain', () => {
  it('is kept apart as the others are; one handler may do both of his steps', () => {
    const withSite = withTask(matter, { id: 'Site', name: '踏勘', post: 'handler' })
    expect(apartFrom(withSite, 'Site')).toEqual(['Intake', 'Decide'])
    expect(apartFrom(withSite, 'Examine')).toEqual(['Intake', 'Decide'])
  })

  it('changes sides with its post', () => {
    const moved = changeTask(withTask(matter, { id: 'Site', name: '踏勘', post: 'handler' }), 'Site', { post: 'window-clerk' })
    expect(apartFrom(moved, 'Site')).toEqual(['Examine', 'Decide'])
    expect(moved.separation![0]!.together).toEqual([['Intake', 'Site']])
  })

  it('joins nothing where its post is none of the chain, or the matter has no such rule', () => {
    expect(withTask(matter, { id: 'Pay', name: '缴费', post: 'cashier' }).separation).toEqual(matter.separation)
    const without = { ...matter, separation: [] }
    expect(joinChain(without, 'Examine')).toBe(without)
  })
})
