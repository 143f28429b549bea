import { expect, test } from 'vitest'
import { askedLine } from './asked-items.ts'

const MATERIALS = [{ key: 'floor-plan', name: '经营场所平面图' }]

test.each([
  [{ key: 'floor-plan', fault: 'defective', text: '未标明功能区' }, '经营场所平面图(不符合法定形式):未标明功能区'],
  [{ key: 'floor-plan', fault: 'absent', text: '请补交' }, '经营场所平面图(缺少):请补交'],
  [{ key: 'form', fault: 'defective', text: '面积与平面图不一致' }, '申请表(不符合法定形式):面积与平面图不一致'],
  // of a version before the fault was asked for, of no single material, of one that the matter has no more
  [{ key: 'floor-plan', text: '未标明功能区' }, '经营场所平面图:未标明功能区'],
  [{ text: '请说明用途' }, '请说明用途'],
  [{ key: 'proxy', fault: 'absent', text: '请补交委托书' }, '请补交委托书'],
] as const)('%j is told as “%s”', (item, line) => {
  expect(askedLine(item, MATERIALS)).toBe(line)
})
