/**
 * Mobile number of mainland China, 电信网编号计划 (MIIT, 2017 edition): 11 digits, 13 to 19.
 * @returns Chinese: what is wrong and what to do; null when the number is good
 */
export function wrongMobile(value: string): string | null {
  if (!/^\d+$/.test(value)) return '手机号码只能由数字组成,请核对'
  if (value.length !== 11) return `手机号码应为 11 位,现为 ${value.length} 位,请核对`
  return /^1[3-9]/.test(value) ? null : `手机号码不应以“${value.slice(0, 2)}”开头,请核对`
}

/** Area code of two or three digits after the 0, number of seven or eight; an extension may follow. */
const LANDLINE = /^0\d{2,3}-?[2-9]\d{6,7}(?:-\d{1,6})?$/
/** Numbers whose calls are paid by whoever is called, 400 and 800. */
const SERVICE = /^[48]00-?\d{3}-?\d{4}$/

/**
 * Telephone number of mainland China, 电信网编号计划 (MIIT, 2017 edition): mobile, or fixed with its area code and perhaps an
 * extension, `0517-83212345-801`.
 * @returns Chinese: what is wrong and what to do; null when the number is good
 */
export function wrongPhone(value: string): string | null {
  if (LANDLINE.test(value) || SERVICE.test(value)) return null
  return /^1\d{10}$/.test(value) ? wrongMobile(value) : '电话号码应为 11 位手机号码,或带区号的固定电话(例如 0517-83212345),请核对'
}
