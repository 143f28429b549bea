/**
 * Bank card number, ISO/IEC 7812-1:2017: issuer identification number, account, check digit by the Luhn formula (annex B).
 * The standard allows 10 to 19 digits; cards issued in China (JR/T 0008) have 13 to 19.
 * @returns Chinese: what is wrong and what to do; null when the number is good
 */
export function wrongBankCard(value: string): string | null {
  if (!/^\d+$/.test(value)) return '银行卡号只能由数字组成,请核对银行卡'
  if (value.length < 13 || value.length > 19) return `银行卡号应为 13 至 19 位,现为 ${value.length} 位,请核对银行卡`
  return luhn(value) % 10 === 0 ? null : `银行卡号第 ${value.length} 位校验不符,请核对银行卡`
}

/** From the right every second digit counts double, a double of two digits as their sum. */
function luhn(digits: string): number {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    const double = digit * 2
    sum += at % 2 === 0 ? digit : double > 9 ? double - 9 : double
  }
  return sum
}
