import { describe, expect, test } from 'vitest'
import { oneTimePassword } from './one-time-password.ts'
import { checkPassword, STAFF_PASSWORD_POLICY } from './password-policy.ts'

const owner = { username: 'wangxy', name: '王小燕', phone: '13900000001', citizen_id: '320899198803060020' }
const reasonsFor = (password: string): string[] => {
  try {
    checkPassword(STAFF_PASSWORD_POLICY, password, owner)
    return []
  } catch (error) {
    return (error as { details: { reasons: string[] } }).details.reasons
  }
}

describe('a password', () => {
  test.each(['Zhulin#72-He', 'shan.Quan.84.yu', '山泉流水Ab12!!', 'correct-Horse-7-battery'])('%s is taken', (password) => {
    expect(reasonsFor(password)).toEqual([])
  })

  test.each([
    ['short', 'Zl#72-He', /至少 10 位/],
    ['of two classes', 'zhulinhe72zhu', /三类/],
    ['with the user name', 'Wangxy#72-River', /用户名/],
    ['with the name in pinyin', 'Hi-WangXiaoYan-72', /拼音/],
    ['with the name itself', '王小燕River#72-He', /姓名/],
    ['with the telephone number', 'Hi#13900000001-He', /手机号/],
    ['with the end of the identity number', 'River#060020-Heiw', /身份证号/],
    ['of the documents', 'lianban@2026', /常见/],
    ['of keys and numbers', 'Qwer1234!@', /常见/],
    ['of a word and a year', 'P@ssw0rd2026', /常见/],
    ['of admin and numbers', 'Admin@123456', /常见/],
    ['of one letter', 'Aaaaaaaaa1!', /常见/],
    ['of pinyin and luck', 'Woaini@5201314', /常见/],
  ])('%s is refused', (_name, password, reason) => {
    expect(reasonsFor(password).join('')).toMatch(reason)
  })

  test('that is handed out would be taken itself', () => {
    for (let i = 0; i < 50; i++) expect(reasonsFor(oneTimePassword())).toEqual([])
  })
})
