const PROVINCES = new Set(
  ('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 ' + '71 81 82 83').split(' '),
)

/** First two digits of GB/T 2260; 83 stands only in residence permits of Taiwan residents. */
export function isProvince(code: string): boolean {
  return PROVINCES.has(code)
}

/**
 * Administrative division code, GB/T 2260: province (2), city (2), county (2). The shape and the province are checked;
 * whether the code was in force on a day is a question to the tenant's table of regions, codes are withdrawn and reused.
 * @returns Chinese: which part is wrong and what to do; null when the code is good
 */
export function wrongRegionCode(value: string): string | null {
  if (!/^\d{6}$/.test(value)) return '行政区划代码应为 6 位数字,请核对'
  if (!isProvince(value.slice(0, 2))) return `行政区划代码第 1 至 2 位“${value.slice(0, 2)}”不是有效的省级代码,请核对`
  if (value.slice(2, 4) === '00' && value.slice(4) !== '00') return '行政区划代码第 3 至 4 位为 00 时,第 5 至 6 位也应为 00,请核对'
  return null
}
