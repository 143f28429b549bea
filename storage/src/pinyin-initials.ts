/** The first character of each pinyin initial, in the order of `zh` pinyin collation (CLDR). */
const FIRSTS = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀']
const INITIALS = 'ABCDEFGHJKLMNOPQRSTWXYZ'
/** Surnames that are read otherwise than the character mostly is. */
const SURNAMES: Record<string, string> = {
  单: 'S',
  曾: 'Z',
  解: 'X',
  仇: 'Q',
  翟: 'Z',
  查: 'Z',
  区: 'O',
  朴: 'P',
  盖: 'G',
  覃: 'Q',
  乐: 'Y',
}
/** Longer than a person's name: an organisation, whose name begins with no surname. */
const MAX_PERSON_CHARS = 4
const MAX_INITIALS = 100

const collator = new Intl.Collator('zh-u-co-pinyin')

/**
 * The initials of a name as they are typed to find it: 三湖面馆 → SHMG, 单晓 → SX; Latin letters and figures stay. A character
 * with several readings counts by its usual one.
 */
export function pinyinInitials(name: string): string {
  const chars = [...name]
  const initials = chars.map((char, at) => {
    if (/[0-9A-Za-z]/.test(char)) return char.toUpperCase()
    if (!/\p{Script=Han}/u.test(char)) return ''
    if (at === 0 && chars.length <= MAX_PERSON_CHARS && SURNAMES[char]) return SURNAMES[char]
    return INITIALS[FIRSTS.findLastIndex((first) => collator.compare(first, char) <= 0)] ?? ''
  })
  return initials.join('').slice(0, MAX_INITIALS)
}
