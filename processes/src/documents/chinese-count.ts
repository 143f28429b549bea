const DIGITS = '零一二三四五六七八九'

/** A count of days, months or years as official papers write it: 5 → 五, 20 → 二十, 60 → 六十, 105 → 一百零五. From 0 to 999, else in figures. */
export function chineseCount(count: number): string {
  if (!Number.isInteger(count) || count < 0 || count > 999) return String(count)
  const [hundreds, tens, ones] = [Math.floor(count / 100), Math.floor(count / 10) % 10, count % 10]
  if (count === 0) return DIGITS[0]!
  const head = hundreds === 0 ? '' : `${DIGITS[hundreds]}百`
  const middle = tens > 0 ? `${tens === 1 && hundreds === 0 ? '' : DIGITS[tens]}十` : hundreds > 0 && ones > 0 ? '零' : ''
  return `${head}${middle}${ones === 0 ? '' : DIGITS[ones]}`
}
