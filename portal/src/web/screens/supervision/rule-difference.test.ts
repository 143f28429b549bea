import { expect, it } from 'vitest'
import type { RuleDefinition } from '../../api/supervision.ts'
import { differencesOf } from './rule-difference.tsx'

const RULE: RuleDefinition = {
  id: 'T6', name: '送达超期', object: '办件', on: ['limit.passed'], when: 'event.payload.limit = "delivery"', colour: 'yellow', text: '送达超期', basis: '规定',
  replyWorkdays: 3, score: 5, exemptions: [], parameters: { days: 10, share: 0.5 }, enabled: true, deadline: { due: '1', until: '2', holds: 'true', repeats: false },
} // prettier-ignore

it('tells what a version changes, in words, and nothing that it does not', () => {
  const after = {
    ...RULE,
    colour: 'red' as const,
    replyWorkdays: null,
    on: ['limit.passed', 'rule.offered'],
    parameters: { share: 0.5, days: 10 },
    enabled: false,
  }
  expect(differencesOf(RULE, after).map(({ label, before, after: is }) => [label, before, is])).toEqual([
    ['监听事件', expect.any(String), expect.stringContaining('、系统升级提供监察规则新版本')],
    ['牌色', '黄牌', '红牌'],
    ['回复期限(工作日)', '3', '无'],
    ['启用', '是', '否'],
  ])
  expect(differencesOf(RULE, { ...RULE })).toEqual([])
  const later = { ...RULE, deadline: { due: '9', until: '2', holds: 'true', repeats: false }, parameters: { days: 12, share: 0.5 } }
  expect(differencesOf(RULE, later)).toMatchObject([
    { label: '到期时间', before: '1', after: '9' },
    { label: '参数 days', before: '10', after: '12' },
  ])
})
