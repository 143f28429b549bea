import { describe, expect, it } from 'vitest'
import type { ApproverTest } from '../../api/studio.ts'
import { mayStandStill, testedPeople, testedSteps } from './approver-steps.ts'

const action = { key: 'a', label: '同意', kind: 'primary', opinion: 'none', set: {}, next: { text: '', people: '' } } as const
const task = (post: string) => ({ post, applicationAccess: {}, actions: [action] })
const matter = {
  organ: 'scjg',
  steps: ['核稿', '会签'].map((name, index) => ({
    ...{ name, task: `T${index}`, phase: 'examination' as const, special: null },
    limit: { days: 1, unit: 'workday' as const },
  })),
  separation: [{ rule: 'sod_chain_distinct', text: '分离', elements: ['T0', 'T1'] }],
  tasks: {
    T0: task('handler'),
    T1: {
      ...task('reviewer'),
      approval: {
        ...{ mode: 'vote' as const, pass: { weight: 60 }, weights: { leader: 60 } },
        approvers: [{ post: 'reviewer' }, { post: 'leader', organ: 'czj' }],
      },
    },
  },
}
const answer = (...people: ApproverTest['people']): ApproverTest => ({
  organ: { id: 'scjg', name: '' },
  people,
  vacant: people.length === 0,
})
const li = { userId: 'li', name: '李四' }
const wang = { userId: 'wang', name: '王五' }

describe('the approver tester', () => {
  const steps = testedSteps(matter)

  it('asks of every approver of a step, in order, with the weight of his vote', () => {
    expect(steps[1]!.sources).toEqual([
      { post: 'reviewer', organ: 'scjg', weight: 1 },
      { post: 'leader', organ: 'czj', weight: 60 },
    ])
    expect(steps[0]!.sources).toEqual([{ post: 'handler', organ: 'scjg', weight: null }])
  })

  it('says who falls out by separation, who is asked already, and who acts for whom', () => {
    const answers = new Map([
      ['scjg handler', answer(li)],
      ['scjg reviewer', answer(li, wang, { userId: 'zhao', name: '赵六', note: 'agent', actsFor: '王五' })],
      ['czj leader', answer(wang)],
    ])
    const [reviewers, leaders] = testedPeople(steps[1]!, steps, answers)
    expect(reviewers!.map(({ name, unlessDone, agents }) => [name, unlessDone, agents])).toEqual([
      ['李四', ['核稿'], []],
      ['王五', [], ['赵六']],
      ['赵六', [], []],
    ])
    expect(leaders).toMatchObject([{ name: '王五', isAsked: true }])
    expect(mayStandStill([reviewers!, leaders!])).toBe(false)
    expect(mayStandStill([[reviewers![0]!]])).toBe(true)
  })
})
