import { expect, it } from 'vitest'
import type { MatterManifest } from '../../../manifest.ts'
import { stepsBefore, type DoneLine } from './send-back.ts'

/** A review that asked for a special procedure, which somebody approved; then the review went on, and the case is at its audit. */
const MATTER = {
  tasks: {
    Task_Review: { actions: [{ key: 'special', effect: 'request-suspension' }, { key: 'submit' }] },
    Task_ApproveSpecial: { actions: [{ key: 'approve', effect: 'open-suspension' }] },
    Task_Audit: { actions: [{ key: 'pass' }] },
  },
} as unknown as MatterManifest

const done = (element_id: string, action: string): DoneLine => ({
  ...{ type: 'task-completed', element_id, action, actor_id: 'a', actor_name: '甲', on_behalf_of: null },
})

it('a case is not sent back to a step that decided a request: there is none to decide any more', () => {
  const lines = [done('Task_Review', 'special'), done('Task_ApproveSpecial', 'approve'), done('Task_Review', 'submit')]
  expect(stepsBefore(lines, MATTER, 'Task_Audit').map(({ element_id }) => element_id)).toEqual(['Task_Review'])
})
