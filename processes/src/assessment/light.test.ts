import { expect, test } from 'vitest'
import { lightOf, type LightInput } from './light.ts'

const report = (month: string, value: string | null): LightInput['reports'][number] => ({
  ...{ month: `2027-${month}`, value },
  status: value === null ? 'missing' : 'verified',
})
const QUARTERS = [
  { value: '1', due: '2027-03-31' },
  { value: '3', due: '2027-06-30' },
  { value: '3', due: '2027-09-30' },
  { value: '5', due: '2027-12-31' },
]
const CLIMBING = QUARTERS.map((quarter, at) => ({ ...quarter, value: ['2', '5', '8', '12'][at]! }))

test.each<[string, string, Partial<LightInput>]>([
  ['nothing is due yet', 'none', {}],
  ['the last month was not reported, which is not zero', 'missing', { reports: [report('01', '1'), report('02', null)] }],
  ['the target is reached', 'done', { reports: [report('05', '12')] }],
  ['as much as its share of the year', 'on-time', { reports: [report('06', '6')] }],
  ['less than its share of the year', 'slow', { reports: [report('06', '5')] }],
  ['less than half of its share', 'stalled', { reports: [report('06', '2.9')] }],
  ['nothing came in three months', 'stalled', { reports: ['04', '05', '06'].map((month) => report(month, '5')) }],
  ['by quarters nothing is due before the first ends', 'on-time', { quarters: QUARTERS, reports: [report('02', '0')] }],
  ['quarters add up', 'on-time', { quarters: QUARTERS, reports: [report('06', '4')] }],
  ['less than the quarters that are over', 'slow', { quarters: QUARTERS, reports: [report('06', '3.9')] }],
  ['quarters climb', 'slow', { quarters: CLIMBING, reports: [report('06', '4.9')] }],
  ['of what should be less: within', 'on-time', { better: 'less', reports: [report('06', '3')] }],
  ['of what should be less: over', 'slow', { better: 'less', reports: [report('06', '13')] }],
])('%s: %s', (_name, light, more) => {
  expect(lightOf({ target: '12', better: 'more', quarters: [], reports: [], ...more })).toBe(light)
})
