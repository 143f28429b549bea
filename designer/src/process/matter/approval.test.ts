import { describe, expect, it } from 'vitest'
import type { Known, TaskLike } from '../draft.ts'
import { approvalProblems, approversOf, moved, passWords, weightOf, weightSum, withApprovers, withWeight } from './approval.ts'
import { newTask } from './tasks.ts'
import { taskSentence } from './words.ts'

const known: Known = {
  organs: [{ id: 'czj', name: '财政局' }],
  posts: [
    { key: 'reviewer', name: '审核人' },
    { key: 'leader', name: '负责人' },
  ],
  ...{ forms: [], documents: [], decisions: [] },
}
const voted = (): TaskLike => ({ ...newTask('reviewer'), approval: { mode: 'vote', pass: { weight: 60 } } })
const changed = (task: TaskLike, part: Partial<TaskLike>): TaskLike => ({ ...task, ...part })

describe('the approvers of a step', () => {
  it('are the holders of its own post until others are named, and are not listed while they are', () => {
    expect(approversOf(voted())).toEqual([{ post: 'reviewer' }])
    const two = changed(voted(), withApprovers(voted(), [{ post: 'reviewer' }, { post: 'leader', organ: 'czj' }]))
    expect(two.approval!.approvers).toEqual([{ post: 'reviewer' }, { post: 'leader', organ: 'czj' }])
    expect(withApprovers(two, [{ post: 'reviewer' }]).approval).not.toHaveProperty('approvers')
  })

  it('keep their order when one is moved', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  })

  it('have weights that go with their posts, and the rule says them in words', () => {
    let task = changed(voted(), withApprovers(voted(), [{ post: 'reviewer' }, { post: 'leader', organ: 'czj' }]))
    task = changed(task, withWeight(task, 'reviewer', 40))
    task = changed(task, withWeight(task, 'leader', 60))
    expect(weightSum(task)).toBe(100)
    expect(passWords(task)).toBe('赞成权重达到 60/100 即通过(合计按每个岗位一人计算)')
    task = changed(task, withApprovers(task, [{ post: 'reviewer' }]))
    expect(task.approval!.weights).toEqual({ reviewer: 40 })
    task = changed(task, withWeight(task, 'reviewer', 1))
    expect(task.approval).not.toHaveProperty('weights')
    expect(weightOf(task, 'reviewer')).toBe(1)
  })

  it('are all named in the sentence of the step', () => {
    const task = changed(voted(), withApprovers(voted(), [{ post: 'reviewer' }, { post: 'leader', organ: 'czj' }]))
    expect(taskSentence({ tasks: { A: task } }, 'A', known)).toBe('由审核人、财政局的负责人票签,不限时')
  })

  it('are complained of with the codes of the server', () => {
    const broken = { ...voted(), approval: { mode: 'vote' as const, empty: 'pass' as const } }
    expect(approvalProblems({ kind: '行政许可', tasks: { A: broken } }, () => '会签').map(({ code }) => code)).toEqual([
      'APPROVAL_RULE_MISSING',
      'APPROVAL_EMPTY_PASSES',
      'APPROVAL_WITHOUT_VOTE',
    ])
  })
})
