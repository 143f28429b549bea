import { describe, expect, it } from 'vitest'
import { chineseAmount } from './chinese-amount.ts'
import { isRealDay, wrongCitizenId } from './citizen-id.ts'
import { wrongCreditCode } from './credit-code.ts'
import { FORMATS } from './index.ts'
import { wrongMobile } from './mobile-cn.ts'
import { wrongRegionCode } from './region-code.ts'

const TODAY = '2026-09-18'

describe('citizen id, GB 11643-1999', () => {
  it.each(['11010519491231002X', '440524188001010014', '83000019810715006X'])('accepts %s', (value) => {
    expect(wrongCitizenId(value, TODAY)).toBeNull()
  })

  it.each([
    ['1101051949123100', '公民身份号码应为 18 位,现为 16 位,请核对身份证'],
    ['1101051949123100A0', '公民身份号码第 17 位“A”应为数字,请核对身份证'],
    ['11010519491231002x', '公民身份号码第 18 位“x”应为数字或 X,请核对身份证'],
    ['99010519491231002X', '公民身份号码第 1 至 2 位“99”不是有效的行政区划代码,请核对身份证'],
    ['11010519490231002X', '公民身份号码第 7 至 14 位出生日期“19490231”不存在,请核对身份证'],
    ['11010520261231002X', '公民身份号码第 7 至 14 位出生日期“20261231”晚于今天,请核对身份证'],
    ['110105194912310021', '公民身份号码第 18 位校验不符,请核对身份证'],
  ])('says which part of %s is wrong', (value, message) => {
    expect(wrongCitizenId(value, TODAY)).toBe(message)
  })

  it('notices any single wrong digit', () => {
    const good = '11010519491231002X'
    for (let at = 0; at < 17; at++) {
      const bad = good.slice(0, at) + String((Number(good[at]) + 1) % 10) + good.slice(at + 1)
      expect(wrongCitizenId(bad, TODAY)).not.toBeNull()
    }
  })
})

describe('unified social credit code, GB 32100-2015', () => {
  it.each(['91350100M000100Y43', '91310000775785552L'])('accepts %s', (value) => {
    expect(wrongCreditCode(value)).toBeNull()
  })

  it.each([
    ['91350100M000100Y4', '统一社会信用代码应为 18 位,现为 17 位,请核对营业执照'],
    ['91350100M000100Y44', '统一社会信用代码第 18 位校验不符,请核对营业执照'],
    ['91350100M00O100Y43', '统一社会信用代码第 12 位“O”无效:只用数字和大写字母,不用 I、O、S、V、Z,请核对营业执照'],
    ['B1350100M000100Y43', '统一社会信用代码第 1 位“B”不是登记管理部门代码,请核对营业执照'],
    ['91000100M000100Y43', '统一社会信用代码第 3 至 8 位“000100”不是有效的行政区划代码,请核对营业执照'],
  ])('says which part of %s is wrong', (value, message) => {
    expect(wrongCreditCode(value)).toBe(message)
  })

  it('checks the organisation code of GB 11714 inside, even when the outer check was made to fit', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const made = [...alphabet].map((last) => `91350100M000100Y5${last}`)
    const messages = made.map((it) => wrongCreditCode(it))
    expect(messages.filter((it) => it?.includes('第 17 位'))).toHaveLength(1)
    expect(messages).not.toContain(null)
  })

  it('notices any single wrong character', () => {
    const good = '91310000775785552L'
    for (let at = 0; at < 18; at++) {
      for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (other !== good[at]) expect(wrongCreditCode(good.slice(0, at) + other + good.slice(at + 1))).not.toBeNull()
      }
    }
  })
})

describe('mobile number, region code, day', () => {
  it('accepts 13800138000 and refuses what is no mobile number', () => {
    expect(wrongMobile('13800138000')).toBeNull()
    expect(wrongMobile('1380013800')).toBe('手机号码应为 11 位,现为 10 位,请核对')
    expect(wrongMobile('12800138000')).toBe('手机号码不应以“12”开头,请核对')
    expect(wrongMobile('+8613800138000')).toBe('手机号码只能由数字组成,请核对')
  })

  it('accepts 320831 and 320000 and refuses what GB/T 2260 does not know', () => {
    expect([wrongRegionCode('320831'), wrongRegionCode('320000')]).toEqual([null, null])
    expect(wrongRegionCode('990000')).toContain('省级代码')
    expect(wrongRegionCode('320031')).toContain('也应为 00')
    expect(wrongRegionCode('3208')).toContain('6 位数字')
  })

  it('knows leap years', () => {
    expect([isRealDay('2024-02-29'), isRealDay('2023-02-29'), isRealDay('2026-13-01'), isRealDay('x')]).toEqual([true, false, false, false])
    expect(FORMATS.date('2026-02-30', TODAY)).toContain('不存在')
  })
})

describe('telephone number, fixed or mobile', () => {
  it.each(['13800138000', '0517-83212345', '010-62345678', '051783212345', '0517-83212345-801', '400-123-4567', '4001234567'])(
    'accepts %s',
    (number) => {
      expect(FORMATS['phone-cn'](number, TODAY)).toBeNull()
    },
  )

  it.each([
    ...['0517-1321234', '0517-832', '83212345', '0517-83212345转801'].map((number) => [
      number,
      '电话号码应为 11 位手机号码,或带区号的固定电话(例如 0517-83212345),请核对',
    ]),
    ['12800138000', '手机号码不应以“12”开头,请核对'],
  ])('says what is wrong with %s', (number, message) => {
    expect(FORMATS['phone-cn'](number, TODAY)).toBe(message)
  })
})

describe('bank card number, ISO/IEC 7812', () => {
  it.each(['4111111111111111', '6222020000000000000', '5555555555554444'])('accepts %s', (number) => {
    expect(FORMATS['bank-card'](number, TODAY)).toBeNull()
  })

  it.each([
    ['4111111111111112', '银行卡号第 16 位校验不符,请核对银行卡'],
    ['6222020000000000080', '银行卡号第 19 位校验不符,请核对银行卡'],
    ['411111111111', '银行卡号应为 13 至 19 位,现为 12 位,请核对银行卡'],
    ['41111111111111110000', '银行卡号应为 13 至 19 位,现为 20 位,请核对银行卡'],
    ['4111-1111-1111-1111', '银行卡号只能由数字组成,请核对银行卡'],
  ])('says what is wrong with %s', (number, message) => {
    expect(FORMATS['bank-card'](number, TODAY)).toBe(message)
  })

  it('finds every slip in one digit', () => {
    const good = '6222020000000000000'
    for (let at = 0; at < good.length; at++) {
      for (const digit of '0123456789') {
        const wrong = good.slice(0, at) + digit + good.slice(at + 1)
        if (digit !== good[at]) expect(FORMATS['bank-card'](wrong, TODAY)).not.toBeNull()
      }
    }
  })
})

describe('大写金额, 支付结算办法 annex 1', () => {
  it.each([
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元零叁角贰分'],
    ['107000.53', '壹拾万柒仟元零伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['0.00', '零元整'],
    ['0.05', '伍分'],
    ['10.00', '壹拾元整'],
    ['100000000.00', '壹亿元整'],
    ['100010000.00', '壹亿零壹万元整'],
    ['10000001.00', '壹仟万零壹元整'],
    ['1002003004.00', '壹拾亿零贰佰万叁仟零肆元整'],
    ['999999999999.99', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('writes %s as %s', (amount, text) => {
    expect(chineseAmount(amount)).toBe(text)
  })

  it.each(['', '1', '01.00', '-1.00', '1.5', '1e3', '1000000000000.00'])('refuses %s', (amount) => {
    expect(chineseAmount(amount)).toBeNull()
  })
})
