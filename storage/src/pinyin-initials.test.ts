import { expect, it } from 'vitest'
import { pinyinInitials } from './pinyin-initials.ts'

it.each([
  ['三湖县湖滨面馆', 'SHXHBMG'],
  ['单晓', 'SX'],
  ['单县面粉有限公司', 'DXMFYXGS'],
  ['阿依古丽·买买提', 'AYGLMMT'],
  ['A座 7 号', 'AZ7H'],
  ['', ''],
])('%s is found by %s', (name, initials) => {
  expect(pinyinInitials(name)).toBe(initials)
})

it('knows every initial', () => {
  expect(pinyinInitials('安北陈邓鄂冯高韩江孔李马宁欧潘钱任孙唐王徐杨赵')).toBe('ABCDEFGHJKLMNOPQRSTWXYZ')
})
