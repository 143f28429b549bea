import { describe, expect, it } from 'vitest'
import type { StepLike } from '../draft.ts'
import { checkLimits, leftOfPromise, makeLength } from './limits.ts'

const step = (name: string, days: number, phase: StepLike['phase'] = 'examination'): StepLike => ({
  name,
  task: `Task_${name}`,
  phase,
  limit: makeLength(days, 'workday'),
  special: null,
})
const days = (count: number) => makeLength(count, 'workday')
const texts = (matter: Parameters<typeof checkLimits>[0]) => checkLimits(matter).map(({ text }) => text)

describe('limits of a matter', () => {
  it('may be used up by the steps of the examination, and by no others', () => {
    const matter = {
      limits: { promised: days(5), statutory: days(20) },
      steps: [step('受理', 5, 'intake'), step('审查', 3), step('决定', 2)],
    }
    expect(checkLimits(matter)).toEqual([])
    expect(leftOfPromise(matter)).toEqual(days(0))
  })

  it('are passed when the steps take longer than promised', () => {
    expect(texts({ limits: { promised: days(4), statutory: days(20) }, steps: [step('审查', 3), step('决定', 2)] })).toEqual([
      '审查环节合计 5个工作日,超过承诺时限 4个工作日',
    ])
  })

  it('are passed when more is promised than the law allows', () => {
    expect(texts({ limits: { promised: days(21), statutory: days(20) } })).toEqual(['承诺时限 21个工作日,超过法定时限 20个工作日'])
  })

  it('cannot be compared where the calendar decides, and can where it does not', () => {
    const hours = { ...step('审查', 0), limit: makeLength(4, 'workhour') }
    expect(texts({ limits: { promised: days(1), statutory: days(20) }, steps: [hours] })).toEqual([])
    expect(texts({ limits: { promised: days(1) }, steps: [{ ...hours, limit: makeLength(8, 'workhour') }] })).toHaveLength(1)
    expect(texts({ limits: { promised: days(10), statutory: makeLength(20, 'day') } })).toEqual([
      '法定时限应当按工作日计算,不按自然日(行政许可法第八十二条)',
      '承诺时限(10个工作日)与法定时限(20日)单位不同,无法比较,请用同一单位',
    ])
  })
})
