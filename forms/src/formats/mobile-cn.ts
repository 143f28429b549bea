/**
 * Mobile number of mainland China, 电信网编号计划 (MIIT, 2017 edition): 11 digits, 13 to 19.
 * @returns Chinese: what is wrong and what to do; null when the number is good
 */
export function wrongMobile(value: string): string | null {
  if (!/^\d+$/.test(value)) return '手机号码只能由数字组成,请核对'
  if (value.length !== 11) return `手机号码应为 11 位,现为 ${value.length} 位,请核对`
  return /^1[3-9]/.test(value) ? null : `手机号码不应以“${value.slice(0, 2)}”开头,请核对`
}
