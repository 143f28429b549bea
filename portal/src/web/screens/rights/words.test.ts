import { describe, expect, it } from 'vitest'
import type { DelegableMatter } from '../../api/rights.ts'
import { delegationScope, stepsOf } from './words.ts'

const step = (elementId: string, name: string, mine = false) => ({ elementId, name, mine })
const FOOD: DelegableMatter = { key: 'food', name: '食品经营许可', steps: [step('Task_Audit', '审核'), step('Task_Decide', '决定', true)] }
const SIGN: DelegableMatter = {
  key: 'sign',
  name: '户外广告设置',
  steps: [step('Task_Decide', '决定', true), step('Task_Hear', '听证', true)],
}

describe('what a delegation reaches, in words', () => {
  it('names its matters, its steps and its amount', () => {
    const narrow = { matters: ['food'], actions: 'complete:Task_Decide', amountLimitFen: 5_000_000 }
    expect(delegationScope(narrow, [FOOD, SIGN])).toBe('食品经营许可:决定;金额不超过 50000 元')
    expect(delegationScope({ matters: null, actions: null, amountLimitFen: null }, [FOOD, SIGN])).toBe('全部事项')
    expect(delegationScope({ matters: null, actions: 'complete:Task_Hear', amountLimitFen: null }, [FOOD, SIGN])).toBe(
      '全部事项:听证(户外广告设置)',
    )
  })

  it('shows what is no longer in force by its name in the record', () => {
    expect(delegationScope({ matters: ['gone'], actions: 'complete:Task_Old|complete:*', amountLimitFen: null }, [FOOD])).toBe(
      'gone:Task_Old、全部环节',
    )
  })

  it('offers a step once, and says which matters have it where not all do', () => {
    expect([...stepsOf([FOOD, SIGN], ({ mine }) => mine)]).toEqual([
      ['Task_Decide', '决定'],
      ['Task_Hear', '听证(户外广告设置)'],
    ])
    expect([...stepsOf([FOOD])]).toEqual([
      ['Task_Audit', '审核'],
      ['Task_Decide', '决定'],
    ])
  })
})
