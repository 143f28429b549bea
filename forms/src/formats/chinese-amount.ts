const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const UNITS = ['', '拾', '佰', '仟'] as const
const GROUPS = ['', '万', '亿'] as const

/** Yuan as decimal text with two digits, at most twelve before the point, not negative. */
export const MONEY_PATTERN = /^(?:0|[1-9]\d{0,11})\.\d{2}$/

/**
 * 大写金额 of an amount, without the leading 人民币: `1409.50` → `壹仟肆佰零玖元伍角`.
 * @param amount yuan as decimal text, `"1409.50"`
 * @returns null when the text is no amount
 * Source: 支付结算办法 (PBC 1997), annex 1, 正确填写票据和结算凭证的基本规定.
 */
export function chineseAmount(amount: string): string | null {
  if (!MONEY_PATTERN.test(amount)) return null
  const [whole = '0', cents = '00'] = amount.split('.')
  const yuan = whole === '0' ? '' : `${chineseInteger(whole)}元`
  const [jiao, fen] = [Number(cents[0]), Number(cents[1])]
  if (jiao === 0 && fen === 0) return yuan === '' ? '零元整' : `${yuan}整`
  // Between yuan and the rest stands 零 where a place is empty, so that nothing can be written in.
  const gap = yuan !== '' && (jiao === 0 || whole.endsWith('0')) ? '零' : ''
  return yuan + gap + (jiao ? `${digit(jiao)}角` : '') + (fen ? `${digit(fen)}分` : '')
}

function chineseInteger(whole: string): string {
  let text = ''
  let gap = false
  for (let at = 0; at < whole.length; at++) {
    const place = whole.length - 1 - at
    const value = Number(whole[at])
    if (value === 0) gap = true
    else {
      // Zeros at the end of a group of four are not read when a unit follows at once: 柒仟万 is no gap.
      text += (gap && text !== '' ? '零' : '') + digit(value) + (UNITS[place % 4] ?? '')
      gap = false
    }
    if (place % 4 === 0 && place > 0) {
      const group = whole.slice(Math.max(0, at - 3), at + 1)
      if (Number(group) > 0) {
        text += GROUPS[place / 4] ?? ''
        gap = false
      }
    }
  }
  return text
}

const digit = (value: number): string => DIGITS.charAt(value)
